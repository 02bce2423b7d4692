import { effectiveCatalog } from "../domain/catalog.ts";
import { type Page, pageOf, type PageRequest } from "../domain/page.ts";
import { fold } from "../domain/text.ts";
import type { Access } from "./access.ts";
import { roleNames, rolesNamed } from "./account-roles.ts";
import type { Ports } from "./ports.ts";
import { requireSeesRoles, roleView, type RoleView, UNUSED } from "./role-view.ts";

export interface RoleFilter {
  /** Part of the name or the id. */
  readonly search?: string | undefined;
  /** Those that come with the catalog, or those of the account's own. */
  readonly predefined?: boolean | undefined;
}

/** The roles that exist in the account, predefined and its own, and how much has each. Whoever assigns roles may see them. */
export async function listRoles(
  { reads }: Ports,
  access: Access,
  filter: RoleFilter,
  request: PageRequest<"name" | "id">,
): Promise<Page<RoleView>> {
  requireSeesRoles(access);
  const { account } = access;
  const part = fold(filter.search ?? "");
  const { predefinedRoles } = effectiveCatalog(await reads.catalog.find());
  const matching = [...(await roleNames(reads, account))]
    .map(([id, name]) => ({ id, folded: fold(name) }))
    .filter(({ id, folded }) => folded.includes(part) || id.includes(part))
    .filter(({ id }) => filter.predefined === undefined || predefinedRoles.has(id) === filter.predefined);
  const page = pageOf(matching, request, { name: (role) => role.folded, id: (role) => role.id });
  const ids = page.items.map((role) => role.id);
  const roles = await rolesNamed(reads, account, ids);
  const uses = await reads.roles.useCounts(account, ids);
  return {
    ...page,
    items: ids.flatMap((id) => roles.get(id) ?? []).map((role) => roleView(role, uses.get(role.id) ?? UNUSED)),
  };
}
