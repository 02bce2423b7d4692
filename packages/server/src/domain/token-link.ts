import type { Actor } from "./actor.ts";

/** How long a link waits to be opened, in milliseconds. */
export const TOKEN_LINK_LIFETIME_MS = 24 * 3_600_000;

/**
 * A one-time link, which delivers a token to whoever opens it first. The token works from that moment, not before (rule 3).
 * What opens it is a secret that nobody keeps: only its digest is there, and the token, encrypted under it, until the link
 * has been opened or has ended.
 */
export interface TokenLink {
  readonly id: string;
  /** The owner of the key. */
  readonly account: string;
  readonly key: string;
  /** Whether the token came with the key, or of a renewal. */
  readonly purpose: TokenLinkPurpose;
  readonly state: TokenLinkState;
  readonly createdAtMs: number;
  readonly createdBy: Actor;
  /** From then on it opens no more, whether or not its state says so already. */
  readonly expiresAtMs: number;
  /** Whether opening it completes the renewal: “delete the old one now” waits for that moment (rule 3). */
  readonly completesRenewal: boolean;
  readonly openedAtMs: number | null;
  /** Address of whoever opened it, as far as known. */
  readonly openedFrom: string | null;
  /** When somebody last came with the right secret after it was opened, and how often that has happened. */
  readonly reopenedAtMs: number | null;
  readonly reopenings: number;
}

export type TokenLinkPurpose = "first" | "renewal";

/** `waiting` until the first of the others, which is its last. */
export type TokenLinkState = "waiting" | "opened" | "expired" | "void";
