import { effectiveCatalog } from "../domain/catalog.ts";
import { DomainError } from "../domain/errors.ts";
import type { Role, RoleLabel } from "../domain/role.ts";
import { compareCodeUnits, fold } from "../domain/text.ts";
import type { Reads } from "../storage/store.ts";
import { type Access, requireHeld } from "./access.ts";

/** Most roles that one key or user can have. */
export const ASSIGNED_ROLES_MAX = 200;

type RoleSource = Pick<Reads, "catalog" | "roles">;

/** Names of roles by their ids. */
export type RoleNames = ReadonlyMap<string, string>;

/** The names of every role that exists in an account: the predefined ones, then its own. */
export async function roleNames(source: RoleSource, account: string): Promise<RoleNames> {
  const { predefinedRoles } = effectiveCatalog(await source.catalog.find());
  const custom = await source.roles.labels(account);
  return new Map([...predefinedRoles.values(), ...custom].map(({ id, name }) => [id, name]));
}

/** Those of an account's roles that are named, whole. What isn't there is left out. */
export async function rolesNamed(
  source: RoleSource,
  account: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Role>> {
  const { predefinedRoles } = effectiveCatalog(await source.catalog.find());
  const custom = await source.roles.named(
    account,
    ids.filter((id) => !predefinedRoles.has(id)),
  );
  const predefined = ids.flatMap((id) => predefinedRoles.get(id) ?? []);
  return new Map([...predefined, ...custom].map((role) => [role.id, role]));
}

/** Roles as people know them. */
export function roleLabels(names: RoleNames, ids: readonly string[]): RoleLabel[] {
  return ids.map((id) => ({ id, name: names.get(id) ?? id }));
}

/**
 * The roles to assign, each once and in order, if the actor may.
 *
 * @param already roles that stay assigned: the actor doesn't have to hold what they leave as it is
 * @throws DomainError `UNKNOWN_ROLE` where one doesn't exist in the account; `ROLE_NOT_HELD` (rule 7)
 */
export async function rolesToAssign(
  source: RoleSource,
  access: Access,
  ids: readonly string[],
  already: readonly string[] = [],
): Promise<string[]> {
  const wanted = [...new Set(ids)].toSorted(compareCodeUnits);
  const roles = await rolesNamed(source, access.account, wanted);
  const unknown = wanted.filter((id) => !roles.has(id));
  if (unknown.length > 0) {
    throw new DomainError("UNKNOWN_ROLE", "Some of these roles don't exist in this account.", {
      errors: unknown.map((id) => ({ path: `/roles/${ids.indexOf(id)}`, message: "is no role of this account" })),
    });
  }
  for (const id of wanted) if (!already.includes(id)) requireHeld(access, roles.get(id)?.resources ?? []);
  return wanted;
}

/** @throws DomainError `ROLE_NOT_HELD` where the actor lacks something that one of these roles opens (rule 7) */
export async function requireRolesHeld(source: RoleSource, access: Access, ids: readonly string[]): Promise<void> {
  for (const role of (await rolesNamed(source, access.account, ids)).values()) requireHeld(access, role.resources);
}

/**
 * Names tell roles apart for people: two that look the same are the same.
 *
 * @throws DomainError `ROLE_EXISTS`
 */
export function requireRoleNameFree(name: string, taken: Iterable<string>): void {
  const folded = fold(name);
  for (const other of taken) {
    if (fold(other) === folded) throw new DomainError("ROLE_EXISTS", "There is a role with this name already.");
  }
}
