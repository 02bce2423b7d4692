import type { KeySettings, RenewalMonths } from "../domain/key-settings.ts";
import type { Reads } from "../storage/store.ts";
import { type Access, requireResource } from "./access.ts";
import { keyAgeFilters, keysThatStop } from "./key-ages.ts";
import type { Ports } from "./ports.ts";
import { stateOf } from "./precondition.ts";

/** How many of the keys that would stop working are named. */
const NAMED = 5;

export interface KeySettingsView extends KeySettings {
  readonly counts: {
    /** Keys whose oldest token should be renewed, and not those that are overdue. */
    readonly recommended: number;
    readonly overdue: number;
    /** Keys with a token that stops working within 30 days. */
    readonly expiring: number;
  };
  /** What enforcing each choice of months would do today. */
  readonly wouldExpire: Readonly<Record<RenewalMonths, KeysThatStop>>;
  /** Of what can be edited. */
  readonly state: string;
}

export interface KeysThatStop {
  readonly count: number;
  /** The first of them by name. */
  readonly first: readonly { readonly key: string; readonly name: string }[];
}

/** What the account has decided about the age of its tokens, and for how many of its keys that matters. */
export async function getKeySettings({ nowMs, reads }: Ports, access: Access): Promise<KeySettingsView> {
  requireResource(access, "account.view-api-keys", "account.edit-api-keys", "account.edit-api-keys-settings");
  return keySettingsView(reads, access.account, nowMs());
}

export async function keySettingsView(
  source: Pick<Reads, "keys" | "keySettings">,
  account: string,
  nowMs: number,
): Promise<KeySettingsView> {
  const settings = await source.keySettings.find(account);
  const ages = keyAgeFilters(settings, nowMs);
  const filters = [ages.recommended, ages.overdue, ages.expiring, keysThatStop(3, nowMs), keysThatStop(6, nowMs)];
  const [recommended = 0, overdue = 0, expiring = 0, in3 = 0, in6 = 0] = await source.keys.count(account, filters);
  const thatStop = async (months: RenewalMonths, count: number): Promise<KeysThatStop> => {
    if (count === 0) return { count, first: [] };
    return { count, first: await source.keys.first(account, keysThatStop(months, nowMs), NAMED) };
  };
  return {
    ...settings,
    counts: { recommended, overdue, expiring },
    wouldExpire: { 3: await thatStop(3, in3), 6: await thatStop(6, in6) },
    state: keySettingsState(settings),
  };
}

export function keySettingsState({ enforcement, renewalMonths }: KeySettings): string {
  return stateOf({ enforcement, renewalMonths });
}
