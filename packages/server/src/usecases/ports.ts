import type { Origin } from "../domain/origin.ts";
import type { AccessTokenRecords, AuditSeal, Changes, Reads, SignInRecords } from "../storage/store.ts";
import type { SecretDigest } from "../domain/token.ts";
import type { Language, SealedText, User } from "../domain/user.ts";
import type { Pace } from "./pace.ts";

/** What use cases are given to act with. */
export interface Ports {
  readonly reads: Reads;
  /** The keyed digest of a secret: all that is kept of it. */
  readonly digest: (secret: string) => SecretDigest;
  /** Its digests under each server secret under which one may be kept, the present one first. */
  readonly digests: (secret: string) => readonly SecretDigest[];
  /** Whether a secret has a digest, at one cost whatever the answer; `undefined` stands for none (rule 13). */
  readonly matches: (secret: string, digest: SecretDigest | undefined) => boolean;
  readonly tokenCipher: TokenCipher;
  readonly lookUpLimit: LookUpLimit;
  readonly linkLimit: LinkLimit;
  readonly repeats: Repeats;
  /** Seals the events of audit logs. */
  readonly auditSeal: AuditSeal;
  /** How exports give way to verification. */
  readonly pace: Pace;
  /** Exports of logs that are under way. */
  readonly exports: LongWork;
  /** Checks of chains that are under way. */
  readonly verifications: LongWork;
  /** The time by which expiry is judged, in milliseconds since 1970 (rule 15). */
  readonly nowMs: () => number;
  /** Uniformly distributed random bytes, of the length asked for. */
  readonly randomBytes: (length: number) => Uint8Array;
  /** Makes an id that was never used before. */
  readonly newId: () => string;
  /** Hashes a password for keeping (argon2id). */
  readonly hashPassword: (password: string) => Promise<string>;
  /** Whether a password is the one that was hashed; `null` stands for a hash that isn't there, and costs the same. */
  readonly isPassword: (password: string, hash: string | null) => Promise<boolean>;
  readonly authenticator: Authenticator;
  readonly signIns: SignInRecords;
  readonly accessTokens: AccessTokenRecords;
  readonly signingKeySealer: SigningKeySealer;
  readonly webhookSealer: WebhookSealer;
  /** What is wrong with the address of a webhook, or `undefined`. */
  readonly webhookUrlProblem: (url: string) => string | undefined;
  /** `undefined` where the installation sends no mail. */
  readonly mailer: Mailer | undefined;
  readonly mailLimit: MailLimit;
  /** Counts a link that was reopened (see `Store.countReopening`). */
  countReopening(linkId: string): Promise<void>;
  /**
   * Runs one changing transaction (see `Store.change`) and answers once what it changed is in force in this node's
   * verification (rule 12).
   */
  change<T>(origin: Origin, work: (tx: Changes) => Promise<T>): Promise<T>;
}

/** Encrypts the secrets of webhooks for keeping. Each belongs to its webhook's id, and can't be opened for another. */
export interface WebhookSealer {
  seal(secret: string, webhookId: string): SealedText;
  open(sealed: SealedText, webhookId: string): string | undefined;
}

/** Sends mails with the links that people are given. */
export interface Mailer {
  /** Sends one on the side: nobody waits for it or fails by it. What became of an invitation's is kept with it. */
  post(letter: Letter): void;
  /** Resolves once what was posted was sent, or wasn't. */
  settled(): Promise<void>;
}

/** What a mail with a link says. */
export interface Letter {
  /** What its link is for. */
  readonly kind: "invitation" | "password-reset";
  readonly to: string;
  readonly language: Language;
  /** Names of who gives the link and of the account for which they do, as people know them. */
  readonly giver: string;
  readonly account: string;
  readonly expiresAtMs: number;
  readonly link: LinkSecret;
  /** Recognises the link, should there be another one by the time that the mail is sent. */
  readonly proof: SecretDigest;
}

/** Seals the private keys that sign access tokens. */
export interface SigningKeySealer {
  /** The server secret under which it seals. */
  readonly secretId: string;
  /** @param context the key's id */
  seal(text: string, context: string): SealedText;
  /** The text, or `undefined` for what can't be opened. */
  open(sealed: SealedText, context: string): string | undefined;
}

/** Codes from an app that somebody carries with them (TOTP, RFC 6238). */
export interface Authenticator {
  /** Makes a secret for a person: in clear and as a URI for their app, each shown once, and as it is kept. */
  begin(user: User): { readonly secret: string; readonly uri: string; readonly sealed: SealedText };
  /** The half minute since 1970 whose code this is, among the present one and its two neighbours; or `undefined`. */
  stepOf(user: User, secret: SealedText, code: string): number | undefined;
}

/** Keeps tokens so that only who has the secret of their link can read them: whoever has the database alone can't. */
export interface TokenCipher {
  /** Encrypts a token for one link. */
  seal(token: string, link: LinkSecret): Uint8Array;
  /** @throws Error where this was not sealed for this link, or was altered */
  open(sealed: Uint8Array, link: LinkSecret): string;
}

/** What opens a one-time link, accepts an invitation, or resets a password. */
export interface LinkSecret {
  readonly id: string;
  readonly secret: string;
}

/** Keeps the secrets of links from being tried without end: only misses count, by the network that they come from. */
export interface LinkLimit {
  /** @param ip of the caller, as far as known @throws DomainError `TOO_MANY_ATTEMPTS` */
  check(ip: string | null): Promise<void>;
  miss(ip: string | null): Promise<void>;
}

/** Keeps an account from sending strangers mails without end, in our name. */
export interface MailLimit {
  /** @throws DomainError `TOO_MANY_ATTEMPTS` */
  attempt(account: string): Promise<void>;
}

/** Keeps work that takes long from being begun so often that it crowds out what can't wait. */
export interface LongWork {
  /**
   * Begins some on a thing, and answers what ends it; said again that does nothing.
   *
   * @param what an account or what of it is worked on
   * @throws DomainError `TOO_MANY_AT_ONCE`
   */
  begin(what: string): () => void;
}

/** Tells repeats of requests by digests, so that nothing of a request is kept. */
export interface Repeats {
  /** Hex of keyed digests of texts, in their order: under the present server secret first, and while it is rotated under the one before. */
  readonly digests: (texts: readonly string[]) => readonly [string, ...string[]];
  /** Runs work of which only one may be under way on this node at a time. @throws DomainError `IDEMPOTENCY_IN_FLIGHT` */
  alone<T>(id: string, work: () => Promise<T>): Promise<T>;
}

/** Keeps an account from finding others' keys by trying: only misses count. */
export interface LookUpLimit {
  /** @throws DomainError `TOO_MANY_LOOKUPS` */
  check(account: string): Promise<void>;
  miss(account: string): Promise<void>;
}
