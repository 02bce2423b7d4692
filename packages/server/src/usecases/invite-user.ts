import type { Access } from "./access.ts";
import { roleNames, rolesToAssign } from "./account-roles.ts";
import { createAs } from "./create-once.ts";
import { handOver, INVITATION_LINK, type InvitationWithLink, requireNoMember } from "./deliver-invitation.ts";
import { drawLink, type LinkDelivery } from "./draw-link.ts";
import { invitationView, openInvitation } from "./invitation-view.ts";
import type { Ports } from "./ports.ts";
import type { Changes } from "../storage/store.ts";

export interface UserToInvite {
  /** In lower case. */
  readonly email: string;
  /** As the inviter knows them; a person who is new may choose another. */
  readonly name?: string | undefined;
  readonly roles: readonly string[];
  readonly delivery?: LinkDelivery | undefined;
}

/**
 * Invites a person into the account, with roles there. An invitation of theirs that has expired gives way to this one. A repeat
 * gets the invitation without its link.
 *
 * @throws DomainError `USER_EXISTS`, `INVITATION_EXISTS`, `UNKNOWN_ROLE`, `ROLE_NOT_HELD` (rule 7); `INVALID_INPUT` for a mail
 *   where the installation sends none
 */
export async function inviteUser(
  ports: Ports,
  access: Access,
  { email, name, roles, delivery }: UserToInvite,
): Promise<InvitationWithLink> {
  const { account, actor } = access;
  const { made, secret } = await createAs(ports, access, "account.edit-users", async (tx, access) => {
    const names = await roleNames(tx, account);
    const assigned = await rolesToAssign(tx, access, roles);
    await requireNoMember(tx, account, email);
    await voidExpired(ports, tx, access, email);
    const drawn = await drawLink(ports, tx, access, INVITATION_LINK, delivery);
    const id = ports.newId();
    const created = { id, account, email, name: name ?? null, createdAtMs: tx.nowMs, createdBy: actor, givenBy: actor };
    await tx.invitations.insert({ ...created, ...drawn.kept });
    await tx.invitations.setRoles(account, id, assigned);
    const after = { email, name: name ?? null, roles: assigned };
    await tx.record({ account, actor, action: "invitation.created", target: id, after });
    return { made: invitationView(await openInvitation(tx, account, id), names, ports.nowMs()), secret: drawn };
  });
  return handOver(ports, made, secret);
}

async function voidExpired(ports: Ports, tx: Changes, { account, actor }: Access, email: string): Promise<void> {
  const before = await tx.invitations.findByEmail(account, email);
  if (!before || before.expiresAtMs > ports.nowMs()) return;
  await tx.invitations.close(account, before.id, "void");
  const { id, roles } = before;
  await tx.record({ account, actor, action: "invitation.voided", target: id, before: { email, roles } });
}
