import type { Access } from "./access.ts";
import { roleNames, rolesToAssign } from "./account-roles.ts";
import { createAs } from "./create-once.ts";
import { handOver, INVITATION_LINK, type InvitationWithLink, requireNoMember } from "./deliver-invitation.ts";
import { drawLink, type LinkDelivery } from "./draw-link.ts";
import { invitationView, openInvitation } from "./invitation-view.ts";
import type { Ports } from "./ports.ts";

/**
 * Gives an open invitation, expired or not, a new link; the one before stops working. From now on whoever renews it answers for
 * what it gives. A repeat gets the invitation without its link.
 *
 * @throws DomainError `UNKNOWN_INVITATION`, `USER_EXISTS`, `UNKNOWN_ROLE` where a role is gone, `ROLE_NOT_HELD` (rule 7);
 *   `INVALID_INPUT` for a mail where the installation sends none
 */
export async function renewInvitation(
  ports: Ports,
  access: Access,
  id: string,
  delivery: LinkDelivery | undefined,
): Promise<InvitationWithLink> {
  const { account, actor } = access;
  const { made, secret } = await createAs(ports, access, "account.edit-users", async (tx, access) => {
    const { email, roles } = await openInvitation(tx, account, id);
    await rolesToAssign(tx, access, roles);
    await requireNoMember(tx, account, email);
    const drawn = await drawLink(ports, tx, access, INVITATION_LINK, delivery);
    await tx.invitations.renew(account, id, { ...drawn.kept, givenBy: actor });
    await tx.record({ account, actor, action: "invitation.renewed", target: id, after: { email, roles } });
    return {
      made: invitationView(await openInvitation(tx, account, id), await roleNames(tx, account), ports.nowMs()),
      secret: drawn,
    };
  });
  return handOver(ports, made, secret);
}
