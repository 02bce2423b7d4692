import { type Access, requireResource } from "./access.ts";
import { roleNames } from "./account-roles.ts";
import { type InvitationView, invitationView, openInvitation } from "./invitation-view.ts";
import type { Ports } from "./ports.ts";

/** One of the account's open invitations, without what opens it. @throws DomainError `UNKNOWN_INVITATION` */
export async function getInvitation({ reads, nowMs }: Ports, access: Access, id: string): Promise<InvitationView> {
  requireResource(access, "account.view-users", "account.edit-users");
  const invitation = await openInvitation(reads, access.account, id);
  return invitationView(invitation, await roleNames(reads, access.account), nowMs());
}
