import type { Page, PageRequest } from "../domain/page.ts";
import type { ExternalKeyFilter, ExternalKeySort } from "../storage/store.ts";
import { type Access, requireResource } from "./access.ts";
import { roleNames } from "./account-roles.ts";
import { externalKeyView, type ExternalKeyView } from "./external-key-view.ts";
import type { Ports } from "./ports.ts";

/** The keys of other accounts that the account admitted. */
export async function listExternalKeys(
  { reads, nowMs }: Ports,
  access: Access,
  filter: ExternalKeyFilter,
  page: PageRequest<ExternalKeySort>,
): Promise<Page<ExternalKeyView>> {
  requireResource(access, "account.view-api-keys", "account.edit-api-keys");
  const found = await reads.externalKeys.list(access.account, filter, page, nowMs());
  const names = await roleNames(reads, access.account);
  return { ...found, items: found.items.map((key) => externalKeyView(key, names)) };
}
