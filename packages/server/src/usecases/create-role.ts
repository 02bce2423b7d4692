import { DomainError } from "../domain/errors.ts";
import { ROLE_ID_PATTERN } from "../domain/role.ts";
import { fold } from "../domain/text.ts";
import type { Access } from "./access.ts";
import { requireRoleNameFree, roleNames, type RoleNames } from "./account-roles.ts";
import { createAs } from "./create-once.ts";
import { requireKnownResources } from "./known-resources.ts";
import type { Ports } from "./ports.ts";
import { inOrder, roleView, type RoleView, UNUSED } from "./role-view.ts";

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
  const { made } = await createAs(ports, access, "account.edit-roles", async (tx) => {
    await requireKnownResources(tx, role.resources, "/resources");
    const id = role.id ?? idFromName(role.name);
    requireFree(id, role.name, await roleNames(tx, account));
    const { name, description } = role;
    const resources = inOrder(role.resources);
    await tx.roles.insert(account, { id, name, description, resources });
    tx.changed({ kind: "role", account, role: id });
    await tx.record({
      account,
      actor,
      action: "role.created",
      target: id,
      after: { name, description, resources },
    });
    return { made: roleView({ id, name, description, resources, predefined: false }, UNUSED) };
  });
  return made;
}

function requireFree(id: string, name: string, existing: RoleNames): void {
  if (existing.has(id)) throw new DomainError("ROLE_EXISTS", `There is a role with the id ${id} already.`);
  requireRoleNameFree(name, existing.values());
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
