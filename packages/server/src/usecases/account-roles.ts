import { effectiveCatalog } from "../domain/catalog.ts";
import { DomainError } from "../domain/errors.ts";
import type { Role, RoleLabel } from "../domain/role.ts";
import { compareCodeUnits } from "../domain/text.ts";
import type { Reads } from "../storage/store.ts";
import { type Access, requireHeld } from "./access.ts";

/** Most roles that one key or user can have. */
export const ASSIGNED_ROLES_MAX = 200;

type RoleSource = Pick<Reads, "catalog" | "roles">;

/** Every role that exists in an account, by id: the predefined ones, then its own. */
export async function accountRoles(source: RoleSource, account: string): Promise<ReadonlyMap<string, Role>> {
  const { predefinedRoles } = effectiveCatalog(await source.catalog.find());
  const custom = await source.roles.custom(account);
  return new Map([...predefinedRoles, ...custom.map((role) => [role.id, role] as const)]);
}

/** Roles as people know them. */
export function roleLabels(roles: ReadonlyMap<string, Role>, ids: readonly string[]): RoleLabel[] {
  return ids.map((id) => ({ id, name: roles.get(id)?.name ?? id }));
}

/**
 * The roles to assign, each once and in order, if the actor may.
 *
 * @param already roles that stay assigned: the actor doesn't have to hold what they leave as it is
 * @throws DomainError `UNKNOWN_ROLE` where one doesn't exist in the account; `ROLE_NOT_HELD` (rule 7)
 */
export function rolesToAssign(
  access: Access,
  roles: ReadonlyMap<string, Role>,
  ids: readonly string[],
  already: readonly string[] = [],
): string[] {
  const wanted = [...new Set(ids)].toSorted(compareCodeUnits);
  const unknown = wanted.filter((id) => !roles.has(id));
  if (unknown.length > 0) {
    throw new DomainError("UNKNOWN_ROLE", "Some of these roles don't exist in this account.", {
      errors: unknown.map((id) => ({ path: `/roles/${ids.indexOf(id)}`, message: "is no role of this account" })),
    });
  }
  for (const id of wanted) if (!already.includes(id)) requireHeld(access, roles.get(id)?.resources ?? []);
  return wanted;
}

/** Everything that several roles open. */
export function resourcesOf(roles: ReadonlyMap<string, Role>, ids: readonly string[]): Set<string> {
  return new Set(ids.flatMap((id) => roles.get(id)?.resources ?? []));
}
