import type { LimitSetter } from "../domain/rate-limit.ts";
import type { RateLimitState } from "./rate-limiter.ts";

/** Why a verification can be refused, in the order in which they are looked at. */
export const REFUSAL_CODES = [
  "INVALID_CREDENTIALS",
  "UNKNOWN_ACCOUNT",
  "ACCOUNT_SUSPENDED",
  "OWNER_SUSPENDED",
  "KEY_INACTIVE",
  "NOT_ADMITTED",
  "EXTERNAL_KEY_INACTIVE",
  "EXTERNAL_KEY_EXPIRED",
  "IP_DENIED",
  "RATE_LIMITED",
  "RESOURCE_DENIED",
] as const;

export type RefusalCode = (typeof REFUSAL_CODES)[number];

/** The answer to "may this credential do this in this account?". A refusal is an answer, not an error. */
export type Decision = Allowed | Refused | Unproven;

/** Who asked: said only once the token is proven right, also to a refusal. */
export interface Subject {
  readonly account: string;
  readonly key: string;
  readonly owner: string;
  /** Whether the key belongs to another account than the one asked for. */
  readonly external: boolean;
  /** What the account calls the key, where it has a name for it. */
  readonly name?: string;
  /** How the key's limit stands, the stricter where it has two, as far as it was looked at. */
  readonly rateLimit?: RateLimitState;
}

export interface Allowed extends Subject {
  readonly valid: true;
  readonly code: "VALID";
  readonly name: string;
  /** Ids of the roles assigned in the account. */
  readonly roles: readonly string[];
}

export interface Refused extends Subject {
  readonly valid: false;
  readonly code: Exclude<RefusalCode, "INVALID_CREDENTIALS">;
  /** With `IP_DENIED`: whose networks the address is outside of; of both, the owner's. */
  readonly networksSetBy?: LimitSetter;
  /** With `RATE_LIMITED`: in how many seconds it may pass again. */
  readonly retryAfterSeconds?: number;
}

/** An unknown key, a deleted one, a wrong token: one answer, which says nothing else (rule 13). */
export interface Unproven {
  readonly valid: false;
  readonly code: "INVALID_CREDENTIALS";
}
