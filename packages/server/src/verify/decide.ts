import type { ExternalKeyEntry, KeyEntry } from "../domain/directory-entry.ts";
import type { Credential } from "./credential.ts";
import type { Decision, Refused, Subject } from "./decision.ts";
import type { Directory } from "./directory.ts";
import type { SecretHasher } from "./secret-hasher.ts";

/** What a decision is made from. */
export interface Judge {
  readonly directory: Directory;
  readonly hasher: SecretHasher;
  /** The time by which expiry is judged, in milliseconds since 1970 (rule 15). */
  readonly nowMs: () => number;
}

export interface Question {
  /** `undefined` where what the caller sent can't be a credential. */
  readonly credential: Credential | undefined;
  readonly account: string;
  /** Without one the question is whether the credential opens the account at all. */
  readonly resource?: string | undefined;
}

/** May this credential do this in this account? Synchronous and without I/O; looks in the order of `REFUSAL_CODES`. */
export function decide(judge: Judge, question: Question): Decision {
  const key = question.credential && provenKey(judge, question.credential);
  if (!key) return { valid: false, code: "INVALID_CREDENTIALS" };
  return decideForKey(judge, key, question.account, question.resource);
}

/** The key of a credential whose token is right and not expired, or `undefined`. */
export function provenKey({ directory, hasher, nowMs }: Judge, { key, token }: Credential): KeyEntry | undefined {
  const entry = directory.key(key);
  const now = nowMs();
  // Two comparisons whatever the key has, known or not: the work tells nothing (rule 13).
  const current = entry?.tokens.find(({ state }) => state === "current");
  const renewed = entry?.tokens.find(({ state }) => state === "renewed");
  const matchesCurrent = hasher.matches(token, current?.digest) && !isPast(current?.expiresAtMs, now);
  const matchesRenewed = hasher.matches(token, renewed?.digest) && !isPast(renewed?.expiresAtMs, now);
  return matchesCurrent || matchesRenewed ? entry : undefined;
}

/** What a key may do in an account, once its token is proven right. */
export function decideForKey(judge: Judge, key: KeyEntry, account: string, resource?: string): Decision {
  const { directory } = judge;
  const external = key.owner !== account;
  const admission = external ? directory.admission(key.key, account) : undefined;
  const name = external ? admission?.name : key.name;
  const subject: Subject = {
    account,
    key: key.key,
    owner: key.owner,
    external,
    ...(name === undefined ? {} : { name }),
  };
  const refusal = refusalOf(judge, key, account, admission);
  if (refusal) return { valid: false, code: refusal, ...subject };
  const roles = admission?.roles ?? key.roles;
  if (resource !== undefined && !directory.opens(account, roles, resource)) {
    return { valid: false, code: "RESOURCE_DENIED", ...subject };
  }
  return { valid: true, code: "VALID", ...subject, roles };
}

function refusalOf(
  { directory, nowMs }: Judge,
  key: KeyEntry,
  account: string,
  admission: ExternalKeyEntry | undefined,
): Refused["code"] | undefined {
  const status = directory.accountStatus(account);
  if (status === undefined) return "UNKNOWN_ACCOUNT";
  if (status !== "active") return "ACCOUNT_SUSPENDED";
  if (directory.accountStatus(key.owner) !== "active") return "OWNER_SUSPENDED";
  if (key.status !== "active") return "KEY_INACTIVE";
  if (key.owner === account) return undefined;
  if (!admission) return "NOT_ADMITTED";
  if (admission.status !== "active") return "EXTERNAL_KEY_INACTIVE";
  if (isPast(admission.expiresAtMs, nowMs())) return "EXTERNAL_KEY_EXPIRED";
  return undefined;
}

function isPast(timeMs: number | null | undefined, nowMs: number): boolean {
  return typeof timeMs === "number" && timeMs <= nowMs;
}
