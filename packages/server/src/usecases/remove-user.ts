import { type Access, requireResource } from "./access.ts";
import { accountRoles } from "./account-roles.ts";
import { requireOtherOwner } from "./edit-user.ts";
import { member } from "./get-user.ts";
import { memberView } from "./list-users.ts";
import type { Ports } from "./ports.ts";
import { type Precondition, requireState } from "./precondition.ts";

/**
 * Takes a user out of the account. They keep what they have in other accounts; who has none is signed out everywhere.
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
  requireResource(access, "account.edit-users");
  const { account, actor } = access;
  await ports.change(access.origin, async (tx) => {
    const before = await member(tx, account, userId);
    requireState(precondition, memberView(before, await accountRoles(tx, account)).state);
    const { email, name, roles } = before;
    await requireOtherOwner(tx, account, roles);
    await tx.users.deleteMember(account, userId);
    if ((await tx.users.accountsOf(userId)).length === 0) await tx.users.endSessions(userId);
    await tx.record({ account, actor, action: "user.removed", target: userId, before: { email, name, roles } });
  });
}
