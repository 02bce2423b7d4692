import { type Access, requireResource } from "./access.ts";
import { requireOtherOwner } from "./edit-user.ts";
import { member } from "./get-user.ts";
import type { Ports } from "./ports.ts";

/**
 * Takes a user out of the account. They keep what they have in other accounts; who has none is signed out everywhere.
 *
 * @throws DomainError `LAST_OWNER` (rule 14)
 */
export async function removeUser(ports: Ports, access: Access, userId: string): Promise<void> {
  requireResource(access, "account.edit-users");
  const { account, actor } = access;
  await ports.change(access.origin, async (tx) => {
    const { email, name, roles } = await member(tx, account, userId);
    await requireOtherOwner(tx, account, roles);
    await tx.users.deleteMember(account, userId);
    if ((await tx.users.accountsOf(userId)).length === 0) await tx.users.endSessions(userId);
    await tx.record({ account, actor, action: "user.removed", target: userId, before: { email, name, roles } });
  });
}
