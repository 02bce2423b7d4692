import type { Page, PageRequest } from "../domain/page.ts";
import type { TokenLink } from "../domain/token-link.ts";
import type { TokenLinkFilter } from "../storage/store.ts";
import { type Access, requireResource } from "./access.ts";
import type { Ports } from "./ports.ts";

/** The account's one-time links, without what opens them. */
export async function listTokenLinks(
  { reads }: Ports,
  access: Access,
  filter: TokenLinkFilter,
  page: PageRequest<"createdAt">,
): Promise<Page<TokenLink>> {
  requireResource(access, "account.view-api-keys", "account.edit-api-keys");
  return reads.tokenLinks.list(access.account, filter, page);
}
