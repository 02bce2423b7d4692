/** A person who signs in to the console. */
export interface User {
  readonly id: string;
  /** Lower case: addresses are compared without case. */
  readonly email: string;
  readonly name: string;
}

/** A user in one account. */
export interface Member extends User {
  readonly account: string;
  readonly addedAtMs: number;
}

/** Shortest and longest password, in characters (NIST SP 800-63B: at least 8, and room for a sentence). */
export const PASSWORD_LENGTH = { least: 8, most: 200 } as const;

/** The languages that the console speaks, as BCP 47 tags. */
export const LANGUAGES = ["en", "pt-BR", "es"] as const;

export type Language = (typeof LANGUAGES)[number];

/** A person as they themselves are shown, and what proves that somebody is them. */
export interface Profile extends User {
  /** `null` where they chose none: the browser's counts. */
  readonly language: Language | null;
  /** `null` where they sign in by a provider alone, or not yet. */
  readonly passwordHash: string | null;
  /** `null` where they have none and have begun none. */
  readonly twoFactor: TwoFactor | null;
  /**
   * Whether whoever signs in as them is who has their email, as far as a provider or an operator knows. Not so where an account's
   * administrator chose their password, or had in hand the link by which it was chosen: every link that is mailed, its giver sees too.
   */
  readonly isProven: boolean;
}

/** A person's second factor: an app that shows a new code every half minute (TOTP, RFC 6238), and codes for its loss. */
export interface TwoFactor {
  readonly secret: SealedText;
  readonly startedAtMs: number;
  /** `null` until they have shown that their app has the secret: till then it isn't asked for. */
  readonly confirmedAtMs: number | null;
  readonly recoveryCodesLeft: number;
}

/** A text that only this installation's server secret opens, with the id of that secret. */
export interface SealedText {
  readonly bytes: Uint8Array;
  readonly secretId: string;
}

/** Who somebody is to a provider that the platform trusts to say who people are. */
export interface ProviderIdentity {
  readonly issuer: string;
  /** Names one person there for ever; an email may be given to another. */
  readonly subject: string;
  /** Theirs, as the provider has proven, in lower case; or `null`. */
  readonly email: string | null;
}
