import type { AccountLabel } from "../domain/account.ts";
import { DomainError } from "../domain/errors.ts";
import type { Origin } from "../domain/origin.ts";
import type { RoleLabel } from "../domain/role.ts";
import type { KeptInvitation, Reads } from "../storage/store.ts";
import { roleLabels, roleNames } from "./account-roles.ts";
import type { LinkSecret, Ports } from "./ports.ts";
import { provenByLink } from "./prove-link.ts";

/** An invitation as whoever has its link sees it. */
export interface InvitationOffer extends AccountLabel {
  readonly email: string;
  readonly name: string | null;
  readonly roles: readonly RoleLabel[];
  readonly expiresAtMs: number;
  /** Whether somebody with this email signs in here already: only they, signed in, can accept it. */
  readonly isKnown: boolean;
}

/**
 * What an invitation offers, to whoever has its link. Consumes nothing.
 *
 * @throws DomainError `UNKNOWN_INVITATION` alike for one that isn't there and for a wrong secret, at the same cost; with the
 *   right secret `INVITATION_USED`, `INVITATION_EXPIRED`, `INVITATION_VOID`, `ACCOUNT_SUSPENDED`; `TOO_MANY_ATTEMPTS`
 */
export async function lookUpInvitation(ports: Ports, origin: Origin, presented: LinkSecret): Promise<InvitationOffer> {
  const { reads } = ports;
  const { account, email, expiresAtMs, name, roles } = await provenInvitation(ports, origin, presented);
  const { displayName } = await requireActiveAccount(reads, account);
  const isKnown = (await reads.users.findByEmail(email)) !== undefined;
  const labels = roleLabels(await roleNames(reads, account), roles);
  return { account, displayName, email, name, roles: labels, expiresAtMs, isKnown };
}

/** The invitation that a secret accepts at the moment. Misses count against the network that they come from. */
export function provenInvitation(ports: Ports, origin: Origin, presented: LinkSecret): Promise<KeptInvitation> {
  const kind = { prefix: "lki_", unknown: unknownInvitation } as const;
  return provenByLink(ports, origin, kind, presented, () => acceptableInvitation(ports, ports.reads, presented));
}

/**
 * The invitation that a secret accepts, as a source has it.
 *
 * @throws DomainError `UNKNOWN_INVITATION`; with the right secret `INVITATION_USED`, `INVITATION_EXPIRED`, `INVITATION_VOID`
 */
export async function acceptableInvitation(
  ports: Ports,
  source: Pick<Reads, "invitations">,
  { id, secret }: LinkSecret,
): Promise<KeptInvitation> {
  const invitation = await source.invitations.findByLink(id);
  if (!ports.matches(secret, invitation?.proof) || !invitation) throw unknownInvitation();
  if (invitation.state === "accepted") throw invitationUsed();
  if (invitation.state === "void") {
    throw new DomainError("INVITATION_VOID", "This invitation was withdrawn. Ask for another one.");
  }
  if (invitation.expiresAtMs <= ports.nowMs()) {
    throw new DomainError("INVITATION_EXPIRED", "This invitation's time has ended. Ask for another one.");
  }
  return invitation;
}

/** @throws DomainError `ACCOUNT_SUSPENDED` */
export async function requireActiveAccount(source: Pick<Reads, "accounts">, name: string) {
  const account = await source.accounts.find(name);
  if (account?.status === "active") return account;
  throw new DomainError("ACCOUNT_SUSPENDED", "The account that you are invited to is suspended.");
}

export function invitationUsed(): DomainError {
  return new DomainError("INVITATION_USED", "This invitation has been accepted already.");
}

/** One answer for an invitation that doesn't exist and for a wrong secret. */
function unknownInvitation(): DomainError {
  return new DomainError("UNKNOWN_INVITATION", "There is no such invitation. Check that you have all of its link.");
}
