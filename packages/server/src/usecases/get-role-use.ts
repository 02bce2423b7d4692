import type { RoleUse } from "../domain/role.ts";
import type { Reads } from "../storage/store.ts";
import { type Access, mayAny } from "./access.ts";
import { accountRole } from "./get-role.ts";
import type { Ports } from "./ports.ts";
import { requireSeesRoles } from "./role-view.ts";

/** Things of each kind that one answer names. */
export const USE_NAMED_MAX = 100;

/** What has a role. @throws DomainError `NOT_FOUND` */
export async function getRoleUse({ reads }: Ports, access: Access, id: string): Promise<RoleUse> {
  requireSeesRoles(access);
  await accountRole(reads, access.account, id);
  return visibleUse(reads, access, id);
}

/** What has a role, by name only as far as the actor may see keys and users: the rest is counted. */
export async function visibleUse(source: Pick<Reads, "roles">, access: Access, id: string): Promise<RoleUse> {
  const use = await source.roles.use(access.account, id, USE_NAMED_MAX);
  const seesKeys = mayAny(access, "account.view-api-keys", "account.edit-api-keys");
  const seesUsers = mayAny(access, "account.view-users", "account.edit-users");
  return {
    keys: seesKeys ? use.keys : [],
    externalKeys: seesKeys ? use.externalKeys : [],
    users: seesUsers ? use.users : [],
    invitations: seesUsers ? use.invitations : [],
    counts: use.counts,
  };
}
