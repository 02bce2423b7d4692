import type { Role, RoleUseCounts } from "../domain/role.ts";
import { compareCodeUnits } from "../domain/text.ts";
import { type Access, requireResource } from "./access.ts";
import { stateOf } from "./precondition.ts";

/** A role with how much has it, and the state of what can be edited of it. */
export interface RoleView extends Role {
  readonly uses: RoleUseCounts;
  readonly state: string;
}

/** Of a role that nothing has. */
export const UNUSED: RoleUseCounts = { keys: 0, externalKeys: 0, users: 0, invitations: 0 };

export function roleView(role: Role, uses: RoleUseCounts): RoleView {
  return { ...role, uses, state: roleState(role) };
}

export function roleState({ name, description, resources }: Role): string {
  return stateOf({ name, description, resources });
}

/** Resources as a role keeps them: each once, and in order. */
export function inOrder(resources: readonly string[]): string[] {
  return [...new Set(resources)].toSorted(compareCodeUnits);
}

/**
 * Whoever assigns roles may see them.
 *
 * @throws DomainError `FORBIDDEN`
 */
export function requireSeesRoles(access: Access): void {
  requireResource(
    access,
    "account.view-roles",
    "account.edit-roles",
    "account.edit-api-keys",
    "account.view-api-keys",
    "account.edit-users",
    "account.view-users",
  );
}
