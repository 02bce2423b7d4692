import type { Changes } from "../storage/store.ts";
import { type Access, changeAs } from "./access.ts";
import { roleNames } from "./account-roles.ts";
import { requireOtherOwner } from "./edit-user.ts";
import { member } from "./get-user.ts";
import { memberView } from "./list-users.ts";
import type { Ports } from "./ports.ts";
import { type Precondition, requireState } from "./precondition.ts";

/**
 * Takes a user out of the account. They keep what they have in other accounts, and as operators; who has none is forgotten,
 * with their password and sessions.
 *
 * @param precondition of the state that they are in
 * @throws DomainError `LAST_OWNER` (rule 14)
 */
export async function removeUser(
  ports: Ports,
  access: Access,
  userId: string,
  precondition: Precondition,
): Promise<void> {
  const { account, actor } = access;
  await changeAs(ports, access, "account.edit-users", async (tx) => {
    const before = await member(tx, account, userId);
    requireState(precondition, memberView(before, await roleNames(tx, account)).state);
    const { email, name, roles } = before;
    await requireOtherOwner(tx, account, roles);
    await tx.users.deleteMember(account, userId);
    await forgetWhoBelongsNowhere(tx, userId);
    await tx.record({ account, actor, action: "user.removed", target: userId, before: { email, name, roles } });
  });
}

/** Forgets a person who belongs to no account and is no operator, with their password and sessions. */
export async function forgetWhoBelongsNowhere(tx: Changes, userId: string): Promise<void> {
  if ((await tx.users.accountsOf(userId)).length > 0 || (await tx.operators.has(userId))) return;
  await tx.users.delete(userId);
}
