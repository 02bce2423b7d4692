import { DomainError } from "../domain/errors.ts";
import { dayOf } from "../domain/use.ts";
import type { UseTotal } from "../storage/store.ts";
import { type Access, requireResource } from "./access.ts";
import { admittedKey } from "./get-external-key.ts";
import { ownKey } from "./get-key.ts";
import type { Ports } from "./ports.ts";

/** How many days a report has unless it is told: the last thirty, today's included. */
const DAYS_DEFAULT = 30;

/** The days of a report, as days since 1970, both included; absent: the last thirty. */
export interface ReportDays {
  readonly fromDay?: number | undefined;
  readonly toDay?: number | undefined;
}

export interface UseReport {
  readonly fromDay: number;
  readonly toDay: number;
  readonly totals: readonly UseTotal[];
}

/** How often one of the account's own keys was used, in which accounts, for what or when. @throws DomainError `UNKNOWN_KEY` */
export async function reportKeyUse(
  ports: Ports,
  access: Access,
  key: string,
  group: "account" | "resource" | "day",
  days: ReportDays,
): Promise<UseReport> {
  requireResource(access, "account.view-api-keys", "account.edit-api-keys");
  await ownKey(ports.reads, access.account, key);
  const range = rangeOf(ports, days);
  return { ...range, totals: await ports.reads.use.totals({ key, ...range }, group) };
}

/** How often a key that the account admitted was used here, and here alone (rule 8). @throws DomainError `UNKNOWN_KEY` */
export async function reportExternalKeyUse(
  ports: Ports,
  access: Access,
  key: string,
  group: "resource" | "day",
  days: ReportDays,
): Promise<UseReport> {
  requireResource(access, "account.view-api-keys", "account.edit-api-keys");
  const { account } = access;
  await admittedKey(ports.reads, account, key, ports.nowMs());
  const range = rangeOf(ports, days);
  return { ...range, totals: await ports.reads.use.totals({ key, account, ...range }, group) };
}

function rangeOf({ nowMs }: Ports, days: ReportDays): { fromDay: number; toDay: number } {
  const toDay = days.toDay ?? dayOf(nowMs());
  const fromDay = days.fromDay ?? toDay - DAYS_DEFAULT + 1;
  if (fromDay <= toDay) return { fromDay, toDay };
  throw new DomainError("INVALID_INPUT", "The report would end before it begins.", {
    errors: [{ path: "?from", message: "must not lie behind `to`" }],
  });
}
