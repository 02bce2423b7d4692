import { type Page, pageOf, type PageRequest } from "../domain/page.ts";
import type { Role } from "../domain/role.ts";
import { fold } from "../domain/text.ts";
import { type Access, requireResource } from "./access.ts";
import { roleNames, rolesNamed } from "./account-roles.ts";
import type { Ports } from "./ports.ts";
import { stateOf } from "./precondition.ts";

/** A role with the state of what can be edited of it. */
export interface RoleView extends Role {
  readonly state: string;
}

/**
 * The roles that exist in the account, predefined and its own. Whoever assigns roles may see them.
 *
 * @param search part of the name or the id
 */
export async function listRoles(
  { reads }: Ports,
  access: Access,
  search: string | undefined,
  request: PageRequest<"name" | "id">,
): Promise<Page<RoleView>> {
  requireResource(
    access,
    "account.view-roles",
    "account.edit-roles",
    "account.edit-api-keys",
    "account.view-api-keys",
    "account.edit-users",
    "account.view-users",
  );
  const part = fold(search ?? "");
  const matching = [...(await roleNames(reads, access.account))]
    .map(([id, name]) => ({ id, folded: fold(name) }))
    .filter(({ id, folded }) => folded.includes(part) || id.includes(part));
  const page = pageOf(matching, request, { name: (role) => role.folded, id: (role) => role.id });
  const roles = await rolesNamed(
    reads,
    access.account,
    page.items.map((role) => role.id),
  );
  return { ...page, items: page.items.flatMap(({ id }) => roles.get(id) ?? []).map(roleView) };
}

export function roleView(role: Role): RoleView {
  const { name, description, resources } = role;
  return { ...role, state: stateOf({ name, description, resources }) };
}
