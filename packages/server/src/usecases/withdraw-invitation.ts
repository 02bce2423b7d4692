import { type Access, changeAs } from "./access.ts";
import { openInvitation } from "./invitation-view.ts";
import type { Ports } from "./ports.ts";

/**
 * Ends an open invitation: its link accepts nothing any more.
 *
 * @throws DomainError `UNKNOWN_INVITATION`
 */
export async function withdrawInvitation(ports: Ports, access: Access, id: string): Promise<void> {
  const { account, actor } = access;
  await changeAs(ports, access, "account.edit-users", async (tx) => {
    const { email, roles } = await openInvitation(tx, account, id);
    await tx.invitations.close(account, id, "void");
    await tx.record({ account, actor, action: "invitation.withdrawn", target: id, before: { email, roles } });
  });
}
