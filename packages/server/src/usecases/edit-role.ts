import { type Access, changeAs, requireHeld } from "./access.ts";
import { requireRoleNameFree, roleNames } from "./account-roles.ts";
import { difference } from "./audit-difference.ts";
import { customRole } from "./get-role.ts";
import { requireKnownResources } from "./known-resources.ts";
import type { Ports } from "./ports.ts";
import { type Precondition, requireState } from "./precondition.ts";
import { inOrder, roleState, roleView, type RoleView, UNUSED } from "./role-view.ts";

export interface RoleEdit {
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  readonly resources?: readonly string[] | undefined;
}

/**
 * Changes a custom role, and with it at once what everything that has it may do. What it gains the actor must hold, unless
 * nothing has the role yet (rule 7). Owners of external keys that have it are told that what their key may do has changed
 * (rule 11).
 *
 * @param precondition of the state that it is in
 * @throws DomainError `NOT_FOUND`, `ROLE_PREDEFINED`, `ROLE_EXISTS` for a taken name, `ROLE_NOT_HELD`, `INVALID_INPUT` for resources
 *   that the catalog doesn't have
 */
export async function editRole(
  ports: Ports,
  access: Access,
  id: string,
  edit: RoleEdit,
  precondition: Precondition,
): Promise<RoleView> {
  const { account, actor } = access;
  return changeAs(ports, access, "account.edit-roles", async (tx, access) => {
    const before = await customRole(tx, account, id);
    requireState(precondition, roleState(before));
    if (edit.resources) await requireKnownResources(tx, edit.resources, "/resources");
    const name = edit.name ?? before.name;
    const description = edit.description ?? before.description;
    const resources = edit.resources ? inOrder(edit.resources) : before.resources;
    if (name !== before.name) {
      const others = new Map(await roleNames(tx, account));
      others.delete(id);
      requireRoleNameFree(name, others.values());
    }
    const uses = (await tx.roles.useCounts(account, [id])).get(id) ?? UNUSED;
    const added = without(resources, before.resources);
    const removed = without(before.resources, resources);
    if (uses.keys + uses.externalKeys + uses.users + uses.invitations > 0) requireHeld(access, added);
    const renamed = difference({ name: before.name, description: before.description }, { name, description });
    const isOtherwise = added.length + removed.length > 0;
    const after = roleView({ ...before, name, description, resources }, uses);
    if (!renamed && !isOtherwise) return tx.unchanged(after);
    if (renamed) await tx.roles.update(account, id, { name, description });
    await tx.record({
      account,
      actor,
      action: "role.changed",
      target: id,
      before: { ...renamed?.before, ...(removed.length > 0 ? { removedResources: removed } : {}) },
      after: { ...renamed?.after, ...(added.length > 0 ? { addedResources: added } : {}) },
    });
    if (isOtherwise) {
      await tx.roles.setResources(account, id, resources);
      tx.changed({ kind: "role", account, role: id });
      const recipients = await tx.roles.ownersOfExternalKeysWith(account, id);
      await tx.announce({ action: "external-key.changed", actingAccount: account, recipients });
    }
    return after;
  });
}

function without(resources: readonly string[], others: readonly string[]): string[] {
  const known = new Set(others);
  return resources.filter((resource) => !known.has(resource));
}
