import { DomainError } from "../domain/errors.ts";
import { INVITATION_LIFETIME_MS } from "../domain/invitation.ts";
import type { Changes } from "../storage/store.ts";
import { type DrawnLink, type LinkKind, mailLink } from "./draw-link.ts";
import type { InvitationView } from "./invitation-view.ts";
import type { Ports } from "./ports.ts";

/** What accepts an invitation. */
export const INVITATION_LINK: LinkKind = { prefix: "lki_", lifetimeMs: INVITATION_LIFETIME_MS };

/** An invitation with its new link, whose secret exists in clear in this answer and the mail alone (rule 2). */
export interface InvitationWithLink {
  readonly invitation: InvitationView;
  /** `undefined` to a repeat of the request that made it. */
  readonly secret: string | undefined;
}

/**
 * Hands over an invitation with its link, and has its mail sent, if one is to go.
 *
 * @param drawn `undefined` to a repeat of the request that made it
 */
export function handOver(ports: Ports, invitation: InvitationView, drawn: DrawnLink | undefined): InvitationWithLink {
  if (!drawn) return { invitation, secret: undefined };
  mailLink(ports, drawn, { kind: "invitation", to: invitation.email, id: invitation.id });
  return { invitation, secret: drawn.secret };
}

/** @throws DomainError `USER_EXISTS` where the person belongs to the account already */
export async function requireNoMember(tx: Changes, account: string, email: string): Promise<void> {
  const known = await tx.users.findByEmail(email);
  if (known && (await tx.users.find(account, known.id))) {
    throw new DomainError("USER_EXISTS", "This user belongs to the account already.");
  }
}
