import { DomainError } from "../domain/errors.ts";
import { INVITATION_LIFETIME_MS } from "../domain/invitation.ts";
import { generateSecret } from "../domain/token.ts";
import type { Changes, InvitationLink } from "../storage/store.ts";
import type { Access } from "./access.ts";
import type { InvitationView } from "./invitation-view.ts";
import type { InvitationLetter, Ports } from "./ports.ts";

/** How a link reaches the person: by mail beside the answer, or by the answer alone. Absent: by mail where there is any. */
export type InvitationDelivery = "mail" | "link";

/** An invitation with its new link, whose secret exists in clear in this answer and the mail alone (rule 2). */
export interface InvitationWithLink {
  readonly invitation: InvitationView;
  /** `undefined` to a repeat of the request that made it. */
  readonly secret: string | undefined;
}

/** A link that was drawn: what is kept of it, and what its mail says. */
export interface DrawnLink extends Pick<InvitationLetter, "account" | "inviter" | "language"> {
  readonly secret: string;
  readonly kept: Omit<InvitationLink, "givenBy">;
}

/** @throws DomainError `INVALID_INPUT` for a mail where the installation sends none; `TOO_MANY_ATTEMPTS` for too many mails */
export async function drawInvitationLink(
  ports: Ports,
  tx: Changes,
  { account, actor }: Pick<Access, "account" | "actor">,
  delivery: InvitationDelivery | undefined,
): Promise<DrawnLink> {
  if (delivery === "mail" && !ports.invitationMailer) {
    throw new DomainError("INVALID_INPUT", "This installation sends no mail: hand the link over yourself.", {
      errors: [{ path: "/delivery", message: "can't be mail, as none is sent from here" }],
    });
  }
  const secret = generateSecret("lki_", ports.randomBytes);
  const mail = ports.invitationMailer && delivery !== "link" ? "on-its-way" : "none";
  if (mail === "on-its-way") await ports.mailLimit.attempt(account);
  const expiresAtMs = ports.nowMs() + INVITATION_LIFETIME_MS;
  const isPerson = actor.kind === "user" || actor.kind === "operator";
  const profile = isPerson ? await tx.profiles.find(actor.id) : undefined;
  const { displayName = account } = (await tx.accounts.find(account)) ?? {};
  return {
    secret,
    kept: { expiresAtMs, proof: ports.digest(secret), mail },
    account: displayName,
    inviter: actor.name,
    language: profile?.language ?? "en",
  };
}

/**
 * Hands over an invitation with its link, and has its mail sent, if one is to go. Only after the change has been committed: a
 * mail can't be taken back.
 *
 * @param drawn `undefined` to a repeat of the request that made it
 */
export function handOver(ports: Ports, invitation: InvitationView, drawn: DrawnLink | undefined): InvitationWithLink {
  if (!drawn) return { invitation, secret: undefined };
  const { secret, kept, ...words } = drawn;
  if (kept.mail === "on-its-way") {
    const { expiresAtMs, proof } = kept;
    const link = { id: invitation.id, secret };
    ports.invitationMailer?.post({ ...words, to: invitation.email, expiresAtMs, link, proof });
  }
  return { invitation, secret };
}

/** @throws DomainError `USER_EXISTS` where the person belongs to the account already */
export async function requireNoMember(tx: Changes, account: string, email: string): Promise<void> {
  const known = await tx.users.findByEmail(email);
  if (known && (await tx.users.find(account, known.id))) {
    throw new DomainError("USER_EXISTS", "This user belongs to the account already.");
  }
}
