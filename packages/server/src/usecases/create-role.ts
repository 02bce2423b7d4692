import { effectiveCatalog } from "../domain/catalog.ts";
import { DomainError } from "../domain/errors.ts";
import { ROLE_ID_PATTERN } from "../domain/role.ts";
import { compareCodeUnits, fold } from "../domain/text.ts";
import { type Access, changeAs } from "./access.ts";
import { roleNames, type RoleNames } from "./account-roles.ts";
import { roleView, type RoleView } from "./list-roles.ts";
import type { Ports } from "./ports.ts";

/** Most roles of one account, predefined ones included. */
const ROLES_MAX = 2_000;

export interface RoleToCreate {
  /** Made from the name where it isn't given. */
  readonly id?: string | undefined;
  readonly name: string;
  readonly description: string;
  readonly resources: readonly string[];
}

/**
 * Makes a custom role. Nobody has it yet, so it may hold what its maker lacks: giving it to anything asks for that (rule 7).
 *
 * @throws DomainError `INVALID_INPUT` for resources that the catalog doesn't have; `ROLE_EXISTS` for a taken id or name
 */
export async function createRole(ports: Ports, access: Access, role: RoleToCreate): Promise<RoleView> {
  const { account, actor } = access;
  return changeAs(ports, access, "account.edit-roles", async (tx) => {
    const { resourceKeys } = effectiveCatalog(await tx.catalog.find());
    const unknown = role.resources.filter((key) => !resourceKeys.has(key));
    if (unknown.length > 0) {
      throw new DomainError("INVALID_INPUT", "Some of these resources are not in the catalog.", {
        errors: unknown.map((key) => ({
          path: `/resources/${role.resources.indexOf(key)}`,
          message: "is no resource of the catalog",
        })),
      });
    }
    const id = role.id ?? idFromName(role.name);
    requireFree(id, role.name, await roleNames(tx, account));
    const { name, description } = role;
    const resources = [...new Set(role.resources)].toSorted(compareCodeUnits);
    await tx.roles.insert(account, { id, name, description, resources });
    tx.changed({ kind: "role", account, role: id });
    await tx.record({
      account,
      actor,
      action: "role.created",
      target: id,
      after: { name, description, resources },
    });
    return roleView({ id, name, description, resources, predefined: false });
  });
}

function requireFree(id: string, name: string, existing: RoleNames): void {
  if (existing.has(id)) throw new DomainError("ROLE_EXISTS", `There is a role with the id ${id} already.`);
  if ([...existing.values()].some((other) => fold(other) === fold(name))) {
    throw new DomainError("ROLE_EXISTS", "There is a role with this name already.");
  }
  if (existing.size >= ROLES_MAX) {
    throw new DomainError("INVALID_INPUT", `An account can have at most ${ROLES_MAX} roles, predefined ones included.`);
  }
}

/** @throws DomainError `INVALID_INPUT` where nothing of the name can stand in an id */
function idFromName(name: string): string {
  const id = fold(name)
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 80)
    .replace(/-$/, "");
  if (ROLE_ID_PATTERN.test(id)) return id;
  throw new DomainError("INVALID_INPUT", "No id can be made from this name: give one.", {
    errors: [{ path: "/id", message: "is needed for this name" }],
  });
}
