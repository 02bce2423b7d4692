import { DomainError } from "../domain/errors.ts";
import type { RoleUse } from "../domain/role.ts";
import { type Access, changeAs } from "./access.ts";
import { customRole } from "./get-role.ts";
import { visibleUse } from "./get-role-use.ts";
import type { Ports } from "./ports.ts";
import { type Precondition, requireState } from "./precondition.ts";
import { roleState } from "./role-view.ts";

/**
 * Deletes a custom role that nothing has.
 *
 * @param precondition of the state that it is in
 * @throws DomainError `NOT_FOUND`, `ROLE_PREDEFINED`; `ROLE_IN_USE` with what has it, as far as the actor may see that
 */
export async function deleteRole(ports: Ports, access: Access, id: string, precondition: Precondition): Promise<void> {
  const { account, actor } = access;
  await changeAs(ports, access, "account.edit-roles", async (tx, access) => {
    const role = await customRole(tx, account, id);
    requireState(precondition, roleState(role));
    const items = itemsOf(await visibleUse(tx, access, id));
    if (items.length > 0) {
      throw new DomainError("ROLE_IN_USE", "Take this role from everything that has it first.", { items });
    }
    await tx.roles.delete(account, id);
    tx.changed({ kind: "role", account, role: id });
    const { name, description, resources } = role;
    await tx.record({ account, actor, action: "role.deleted", target: id, before: { name, description, resources } });
  });
}

/** What has a role, in words; empty where nothing has. */
function itemsOf({ keys, externalKeys, users, invitations, counts }: RoleUse): string[] {
  return [
    ...keys.map(({ key, name }) => `key ${key} (${name})`),
    ...unnamed(counts.keys - keys.length, "keys"),
    ...externalKeys.map(({ key, name, owner }) => `external key ${key} (${name}) of ${owner.displayName}`),
    ...unnamed(counts.externalKeys - externalKeys.length, "external keys"),
    ...users.map(({ name, email }) => `user ${email} (${name})`),
    ...unnamed(counts.users - users.length, "users"),
    ...invitations.map(({ email }) => `invitation of ${email}`),
    ...unnamed(counts.invitations - invitations.length, "invitations"),
  ];
}

function unnamed(count: number, kind: string): string[] {
  return count > 0 ? [`other ${kind}: ${count}`] : [];
}
