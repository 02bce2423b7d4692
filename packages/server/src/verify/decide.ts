import type { ExternalKeyEntry, KeyEntry, TokenEntry } from "../domain/directory-entry.ts";
import { tokenEndMs } from "../domain/token-age.ts";
import type { UseOutcome } from "../domain/use.ts";
import type { Credential } from "./credential.ts";
import type { Decision, Refused, Subject } from "./decision.ts";
import type { DigestMoves } from "./digest-moves.ts";
import type { Directory } from "./directory.ts";
import type { SecretHasher } from "./secret-hasher.ts";
import type { UseMeter } from "./use-meter.ts";

/** What a decision is made from. */
export interface Judge {
  readonly directory: Directory;
  readonly hasher: SecretHasher;
  /** The time by which expiry is judged, in milliseconds since 1970 (rule 15). */
  readonly nowMs: () => number;
  /** Counts what proven credentials are used for. */
  readonly use: UseMeter;
  /** Hears what is proven by a digest under an earlier server secret; `undefined` where that isn't being rotated. */
  readonly moves?: DigestMoves | undefined;
}

/** A key whose token is right and not expired. */
export interface Proven {
  readonly key: KeyEntry;
  readonly token: TokenEntry;
}

export interface Question {
  /** `undefined` where what the caller sent can't be a credential. */
  readonly credential: Credential | undefined;
  readonly account: string;
  /** Without one the question is whether the credential opens the account at all. */
  readonly resource?: string | undefined;
  /** Where the request came from that the question is about, as far as the service that asks says so. */
  readonly ip?: string | undefined;
}

/** May this credential do this in this account? Synchronous and without I/O; looks in the order of `REFUSAL_CODES`. */
export function decide(judge: Judge, question: Question): Decision {
  const proven = question.credential && provenKey(judge, question.credential);
  if (!proven) return { valid: false, code: "INVALID_CREDENTIALS" };
  const decision = decideForKey(judge, proven.key, question.account, question.resource);
  countUse(judge, proven, decision.code, question);
  return decision;
}

/** Counts a decision for the accounts that it concerns. Where the key isn't known to the account, it concerns none. */
export function countUse(
  { directory, nowMs, use }: Judge,
  { key, token }: Proven,
  code: Decision["code"],
  { account, ip, resource }: Omit<Question, "credential">,
): void {
  const outcome = outcomeOf(code);
  if (!outcome) return;
  // Whatever else a service asks for is anything, and would be kept.
  const known = resource !== undefined && directory.catalog.resourceKeys.has(resource) ? resource : null;
  use.count({ key: key.key, tokenId: token.id, account, resource: known, outcome, atMs: nowMs(), ip: ip ?? null });
}

function outcomeOf(code: Decision["code"]): UseOutcome | undefined {
  switch (code) {
    case "VALID":
      return "allowed";
    case "OWNER_SUSPENDED":
    case "KEY_INACTIVE":
      return "refused-by-owner";
    case "ACCOUNT_SUSPENDED":
    case "EXTERNAL_KEY_INACTIVE":
    case "EXTERNAL_KEY_EXPIRED":
    case "RESOURCE_DENIED":
      return "refused-by-host";
    case "INVALID_CREDENTIALS":
    case "UNKNOWN_ACCOUNT":
    case "NOT_ADMITTED":
      return undefined;
  }
}

/** The key and the token of a credential that is right and not expired, or `undefined`. */
export function provenKey(
  { directory, hasher, moves, nowMs }: Pick<Judge, "directory" | "hasher" | "moves" | "nowMs">,
  { key, token }: Credential,
): Proven | undefined {
  const entry = directory.key(key);
  const now = nowMs();
  // By the owner's rule, wherever the key is used (rule 10).
  const lifetimeMonths = entry ? directory.tokenLifetimeMonths(entry.owner) : null;
  const works = (proven: TokenEntry | undefined) => proven && !isPast(tokenEndMs(proven, lifetimeMonths), now);
  // Two comparisons whatever the key has, known or not: the work tells nothing (rule 13).
  const current = entry?.tokens.find(({ state }) => state === "current");
  const renewed = entry?.tokens.find(({ state }) => state === "renewed");
  const digests = hasher.digests(token);
  const matchesCurrent = hasher.isSame(digests, current?.digest) && works(current);
  const matchesRenewed = hasher.isSame(digests, renewed?.digest) && works(renewed);
  const matching = matchesCurrent ? current : matchesRenewed ? renewed : undefined;
  if (!entry || !matching) return undefined;
  moves?.note({ of: { kind: "token", id: matching.id, key }, from: matching.digest, to: digests[0] });
  return { key: entry, token: matching };
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
