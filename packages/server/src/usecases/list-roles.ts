import type { Role } from "../domain/role.ts";
import { compareCodeUnits, fold } from "../domain/text.ts";
import { type Access, requireResource } from "./access.ts";
import { accountRoles } from "./account-roles.ts";
import type { Ports } from "./ports.ts";
import { stateOf } from "./precondition.ts";

/** A role with the state of what can be edited of it. */
export interface RoleView extends Role {
  readonly state: string;
}

/** Every role that exists in the account, by name. Whoever assigns roles may see them. */
export async function listRoles({ reads }: Ports, access: Access): Promise<RoleView[]> {
  requireResource(
    access,
    "account.view-roles",
    "account.edit-roles",
    "account.edit-api-keys",
    "account.view-api-keys",
    "account.edit-users",
    "account.view-users",
  );
  const roles = [...(await accountRoles(reads, access.account)).values()];
  const byName = (a: Role, b: Role) => compareCodeUnits(fold(a.name), fold(b.name)) || compareCodeUnits(a.id, b.id);
  return roles.toSorted(byName).map(roleView);
}

export function roleView(role: Role): RoleView {
  const { name, description, resources } = role;
  return { ...role, state: stateOf({ name, description, resources }) };
}
