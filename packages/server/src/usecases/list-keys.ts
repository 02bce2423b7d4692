import type { Page, PageRequest } from "../domain/page.ts";
import type { KeyFilter, KeySort } from "../storage/store.ts";
import { type Access, requireResource } from "./access.ts";
import { generatedKeyView, type GeneratedKeyView, keyLight } from "./generated-key-view.ts";
import { keyAgeFilters } from "./key-ages.ts";
import type { Ports } from "./ports.ts";

export interface KeysToList extends Pick<KeyFilter, "search" | "status" | "role" | "renewal" | "quarantined"> {
  /** Only keys that are pointed out like this; `expiring`: a token stops working within 30 days. */
  readonly alert?: "recommended" | "overdue" | "expiring" | undefined;
}

/** The account's generated keys. */
export async function listKeys(
  { nowMs, reads }: Ports,
  access: Access,
  { alert, ...filter }: KeysToList,
  page: PageRequest<KeySort>,
): Promise<Page<GeneratedKeyView>> {
  requireResource(access, "account.view-api-keys", "account.edit-api-keys");
  const { account } = access;
  const light = await keyLight(reads, account, nowMs());
  const ages = alert === undefined ? {} : keyAgeFilters(light.settings, light.nowMs)[alert];
  const found = await reads.keys.list(account, { ...filter, ...ages }, page);
  return { ...found, items: found.items.map((key) => generatedKeyView(key, light)) };
}
