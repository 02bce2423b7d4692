import type { components } from "./api-types.ts";
import { LatchkeyError } from "./latchkey-error.ts";

/** An answer as it comes from the service. */
export type WireDecision = components["schemas"]["Decision"];

/** May this credential do this in this account? */
export interface Question {
  readonly account: string;
  readonly key: string;
  readonly token: string;
  /** Without one: whether the credential opens the account at all. */
  readonly resource?: string | undefined;
  /**
   * Address that the caller's request came from, as far as the service itself can tell: a key that is bound to networks is refused without
   * it, and from elsewhere. "Last used" in the console says it, too.
   */
  readonly ip?: string | undefined;
}

export type RefusalCode = Exclude<WireDecision["code"], "VALID">;

/** What the service says. A refusal is an answer, not an error. */
export type Decision = Allowed | Refused;

/** A credential that may do what was asked about. */
export interface Allowed {
  readonly valid: true;
  readonly code: "VALID";
  readonly account: string;
  readonly key: string;
  /** The account that generated the key. */
  readonly owner: string;
  /** Whether that is another account than the one asked for. */
  readonly external: boolean;
  /** What the account asked for calls the key. */
  readonly name: string;
  /** Ids of the roles assigned in the account. */
  readonly roles: readonly string[];
  /** Everything that they open. */
  readonly resources: readonly string[];
}

/** Who was refused is said once the token is proven; with `INVALID_CREDENTIALS` nothing but the code is. */
export interface Refused {
  readonly valid: false;
  readonly code: RefusalCode;
  readonly account?: string | undefined;
  readonly key?: string | undefined;
  readonly owner?: string | undefined;
  readonly external?: boolean | undefined;
  readonly name?: string | undefined;
  /** With `IP_DENIED`: who binds the key to networks that the address isn't in. */
  readonly networksSetBy?: "owner" | "host" | undefined;
  /** How long to wait, where the answer depends on how often is asked. */
  readonly retryAfterSeconds?: number | undefined;
}

/** Answers questions about credentials. */
export interface Verifier {
  /** @throws LatchkeyError where nobody could answer: the request is then to be refused with 503, never let through */
  readonly verify: (question: Question) => Decision | Promise<Decision>;
}

/** Longest key string or token that the service looks at. */
const CREDENTIAL_MAX_LENGTH = 1_000;

/** The answer to whatever can't be a credential, and to one that isn't right: there is no other (rule 13). */
export const INVALID_CREDENTIALS: Refused = Object.freeze({ valid: false, code: "INVALID_CREDENTIALS" });

/** Whether the service would look at a credential at all. What form its keys have is for it to say. */
export function isPlausible({ key, token }: Pick<Question, "key" | "token">): boolean {
  return [key, token].every((part) => part.length > 0 && part.length <= CREDENTIAL_MAX_LENGTH);
}

/** A decision from the service's answer. @throws LatchkeyError `UNEXPECTED_REPLY` where it allows without saying whom */
export function decisionOf(wire: WireDecision): Decision {
  const { account, code, external, key, name, owner, resources, roles } = wire;
  if (code !== "VALID") {
    if (code === "INVALID_CREDENTIALS") return INVALID_CREDENTIALS;
    const { retryAfterSeconds } = wire as { retryAfterSeconds?: unknown };
    const wait = typeof retryAfterSeconds === "number" ? { retryAfterSeconds } : {};
    const bound = wire.networksSetBy === undefined ? {} : { networksSetBy: wire.networksSetBy };
    return Object.freeze({ valid: false, code, account, key, owner, external, name, ...bound, ...wait });
  }
  if (account === undefined || key === undefined || owner === undefined || !roles || !resources) {
    const detail = "The service allowed something without saying to whom.";
    throw new LatchkeyError({ status: 200, code: "UNEXPECTED_REPLY", detail });
  }
  return Object.freeze({
    valid: true,
    code,
    account,
    key,
    owner,
    external: external ?? owner !== account,
    name: name ?? key,
    roles: Object.freeze(roles),
    resources: Object.freeze(resources),
  });
}
