import type { Actor } from "./actor.ts";

/** How long a link to an invitation works, in milliseconds. */
export const INVITATION_LIFETIME_MS = 7 * 24 * 3_600_000;

/** Somebody asked into an account with roles there. Whoever has its secret and is that person can accept it, once. */
export interface Invitation {
  readonly id: string;
  readonly account: string;
  /** Lower case: addresses are compared without case. */
  readonly email: string;
  /** As the inviter knows them; a person who is new may choose another. */
  readonly name: string | null;
  readonly state: InvitationState;
  readonly createdAtMs: number;
  readonly createdBy: Actor;
  /** Who vouches for what it gives: whoever made its newest link. When it is accepted they must still be able to (rule 7). */
  readonly givenBy: Actor;
  readonly expiresAtMs: number;
  readonly mail: InvitationMail;
}

/** One that has expired stays open until it is renewed, withdrawn or replaced; it can't be accepted. */
export type InvitationState = "open" | "accepted" | "void";

/** What became of the mail with its newest link: none was to go, it is on its way, the mail server took it, or it didn't. */
export type InvitationMail = "none" | "on-its-way" | "sent" | "failed";

/** The page that accepts an invitation. What opens it stands behind the `#`, which no browser sends anywhere. */
export function invitationUrl(publicUrl: string, id: string, secret: string): string {
  return `${publicUrl}/join/${id}#${secret}`;
}
