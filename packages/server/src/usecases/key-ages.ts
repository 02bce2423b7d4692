import { type KeySettings, type RenewalMonths, tokenLifetimeMonths } from "../domain/key-settings.ts";
import { monthsBefore } from "../domain/months.ts";
import { EXPIRING_SOON_MS, OVERDUE_AFTER_MONTHS } from "../domain/token-age.ts";
import type { KeyAgeFilter } from "../storage/store.ts";

/** Keys by the age of their tokens. A key stands out by its oldest token, and stops with its youngest. */
export function keyAgeFilters(
  settings: KeySettings,
  nowMs: number,
): Readonly<Record<"recommended" | "overdue" | "expiring", KeyAgeFilter>> {
  const { renewalMonths } = settings;
  const due = monthsBefore(nowMs, renewalMonths);
  const overdue = monthsBefore(nowMs, renewalMonths + OVERDUE_AFTER_MONTHS);
  const lifetimeMonths = tokenLifetimeMonths(settings);
  const soon = lifetimeMonths === null ? [] : monthsBefore(nowMs + EXPIRING_SOON_MS, lifetimeMonths);
  return {
    recommended: { someToken: { within: due }, noToken: { within: overdue } },
    overdue: { someToken: { within: overdue } },
    expiring: { someToken: { within: soon, outside: due } },
  };
}

/**
 * Active keys that work again where tokens live longer than they did, for so many months or without an end (`null`): whose
 * youngest token was too old, and isn't any more.
 */
export function keysThatRevive(before: RenewalMonths, after: RenewalMonths | null, nowMs: number): KeyAgeFilter {
  const wasOld = monthsBefore(nowMs, before);
  const revived = after === null ? { within: wasOld } : { within: wasOld, outside: monthsBefore(nowMs, after) };
  return { status: "active", someToken: revived, noToken: { outside: wasOld } };
}

/** Active keys that stop working now where tokens live for so many months: those that have no younger token. */
export function keysThatStop(lifetimeMonths: RenewalMonths, nowMs: number): KeyAgeFilter {
  const old = monthsBefore(nowMs, lifetimeMonths);
  return { status: "active", someToken: { within: old }, noToken: { outside: old } };
}
