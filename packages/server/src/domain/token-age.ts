import type { KeySettings } from "./key-settings.ts";
import { addMonths } from "./months.ts";

/** How urgently a token should be renewed: past the age that its account has chosen, or three months past that. */
export type RenewalAlert = "recommended" | "overdue";

/** How much older than recommended a token is when its renewal is overdue, in calendar months. */
export const OVERDUE_AFTER_MONTHS = 3;

/** How many days before a token stops working its account is told, the first time first. */
export const WARNING_DAYS = [30, 7, 1] as const;

/** Days that are left of a token when its account is told; 0: it has stopped working. */
export type WarningMark = (typeof WARNING_DAYS)[number] | 0;

const DAY_MS = 86_400_000;

/** Counted in calendar months from the token's creation, whatever the age of its key. */
export function renewalAlert(
  createdAtMs: number,
  { renewalMonths }: Pick<KeySettings, "renewalMonths">,
  nowMs: number,
): RenewalAlert | null {
  if (nowMs < addMonths(createdAtMs, renewalMonths)) return null;
  return nowMs < addMonths(createdAtMs, renewalMonths + OVERDUE_AFTER_MONTHS) ? "recommended" : "overdue";
}

/** When a token stops working by itself: at its own end or at the age that its account allows, whichever comes first. */
export function tokenEndMs(
  token: { readonly createdAtMs: number; readonly expiresAtMs: number | null },
  lifetimeMonths: number | null,
): number | null {
  if (lifetimeMonths === null) return token.expiresAtMs;
  const endMs = addMonths(token.createdAtMs, lifetimeMonths);
  return token.expiresAtMs === null ? endMs : Math.min(endMs, token.expiresAtMs);
}

/** The last thing that the account of a token should have been told by now, or `null` where it is too early for anything. */
export function warningMark(endMs: number, nowMs: number): WarningMark | null {
  if (nowMs >= endMs) return 0;
  return WARNING_DAYS.findLast((days) => nowMs >= endMs - days * DAY_MS) ?? null;
}

/** How long before its end a token counts as one that stops working soon, in milliseconds. */
export const EXPIRING_SOON_MS = WARNING_DAYS[0] * DAY_MS;
