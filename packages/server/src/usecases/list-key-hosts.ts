import type { Page, PageRequest } from "../domain/page.ts";
import type { KeyHost, KeyHostSort } from "../storage/store.ts";
import { type Access, requireResource } from "./access.ts";
import { ownKey } from "./get-key.ts";
import type { Ports } from "./ports.ts";

/** The accounts that admitted one of the account's own keys, as far as its owner may see them (rule 8). @throws DomainError `UNKNOWN_KEY` */
export async function listKeyHosts(
  { reads }: Ports,
  access: Access,
  key: string,
  page: PageRequest<KeyHostSort>,
): Promise<Page<KeyHost>> {
  requireResource(access, "account.view-api-keys", "account.edit-api-keys");
  await ownKey(reads, access.account, key);
  return reads.keys.hosts(access.account, key, page);
}
