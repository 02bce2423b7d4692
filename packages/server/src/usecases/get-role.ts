import { DomainError } from "../domain/errors.ts";
import type { Role } from "../domain/role.ts";
import type { Reads } from "../storage/store.ts";
import type { Access } from "./access.ts";
import { rolesNamed } from "./account-roles.ts";
import type { Ports } from "./ports.ts";
import { requireSeesRoles, roleView, type RoleView, UNUSED } from "./role-view.ts";

/** One role of the account, predefined or its own. @throws DomainError `NOT_FOUND` */
export async function getRole({ reads }: Ports, access: Access, id: string): Promise<RoleView> {
  requireSeesRoles(access);
  const role = await accountRole(reads, access.account, id);
  return roleView(role, (await reads.roles.useCounts(access.account, [id])).get(id) ?? UNUSED);
}

/** @throws DomainError `NOT_FOUND` where no such role exists in the account */
export async function accountRole(
  source: Pick<Reads, "catalog" | "roles">,
  account: string,
  id: string,
): Promise<Role> {
  const role = (await rolesNamed(source, account, [id])).get(id);
  if (!role) throw new DomainError("NOT_FOUND", "This account has no such role.");
  return role;
}

/** @throws DomainError `NOT_FOUND`; `ROLE_PREDEFINED` where it isn't the account's own */
export async function customRole(source: Pick<Reads, "catalog" | "roles">, account: string, id: string): Promise<Role> {
  const role = await accountRole(source, account, id);
  if (!role.predefined) return role;
  throw new DomainError(
    "ROLE_PREDEFINED",
    "This role comes with the catalog and is the same in every account: make a role of your own instead.",
  );
}
