import type { Page, PageRequest } from "../domain/page.ts";
import type { KeyFilter, KeySort } from "../storage/store.ts";
import { type Access, requireResource } from "./access.ts";
import { roleNames } from "./account-roles.ts";
import { generatedKeyView, type GeneratedKeyView } from "./generated-key-view.ts";
import type { Ports } from "./ports.ts";

/** The account's generated keys. */
export async function listKeys(
  { reads }: Ports,
  access: Access,
  filter: KeyFilter,
  page: PageRequest<KeySort>,
): Promise<Page<GeneratedKeyView>> {
  requireResource(access, "account.view-api-keys", "account.edit-api-keys");
  const found = await reads.keys.list(access.account, filter, page);
  const names = await roleNames(reads, access.account);
  return { ...found, items: found.items.map((key) => generatedKeyView(key, names)) };
}
