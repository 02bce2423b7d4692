import type { LimitSetter } from "../domain/rate-limit.ts";
import { tokenEndMs } from "../domain/token-age.ts";
import type { UseOutcome } from "../domain/use.ts";
import type { Credential } from "./credential.ts";
import type { Allowed, Decision, Refused } from "./decision.ts";
import type { DigestMoves } from "./digest-moves.ts";
import type { Directory } from "./directory.ts";
import type { KnownAdmission, KnownKey, KnownToken } from "./known.ts";
import type { RateLimiter, RateVerdict } from "./rate-limiter.ts";
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
  /** Counts requests under limits. */
  readonly rates: RateLimiter;
  /** Hears what is proven by another digest than that under the present server secret; `undefined` where nobody moves it. */
  readonly moves?: DigestMoves | undefined;
}

/** A key whose token is right and not expired. */
export interface Proven {
  readonly key: KnownKey;
  readonly token: KnownToken;
}

export interface Question {
  /** `undefined` where what the caller sent can't be a credential. */
  readonly credential: Credential | undefined;
  readonly account: string;
  /** Without one the question is whether the credential opens the account at all. */
  readonly resource?: string | undefined;
  /**
   * Where the request came from that the question is about, as far as the service that asks says so. What is bound to networks is refused
   * where nobody says.
   */
  readonly ip?: string | undefined;
}

/** May this credential do this in this account? Synchronous and without I/O; looks in the order of `REFUSAL_CODES`. */
export function decide(judge: Judge, question: Question): Decision {
  const nowMs = judge.nowMs();
  return decideProven(judge, question.credential && provenKey(judge, question.credential, nowMs), question, nowMs);
}

/** The same, where it is known already whether the credential is right: `undefined` where it isn't. */
export function decideProven(
  judge: Judge,
  proven: Proven | undefined,
  question: Omit<Question, "credential">,
  nowMs = judge.nowMs(),
): Decision {
  if (!proven) return { valid: false, code: "INVALID_CREDENTIALS" };
  const decision = decideForKey(judge, proven.key, question, { nowMs, rates: judge.rates });
  const outcome = outcomeOf(decision);
  if (outcome) countUse(judge, proven, outcome, question, { atMs: nowMs });
  return decision;
}

/** Counts what a proven credential met in an account. */
export function countUse(
  judge: Judge,
  { key, token }: Proven,
  outcome: UseOutcome,
  { account, ip, resource }: Omit<Question, "credential">,
  { atMs = judge.nowMs(), times = 1 }: { readonly atMs?: number; readonly times?: number } = {},
): void {
  const { directory, use } = judge;
  // Whatever else a service asks for is anything, and would be kept.
  const known = resource !== undefined && directory.catalog.resourceKeys.has(resource) ? resource : null;
  use.count({ key: key.key, tokenId: token.id, account, resource: known, outcome, atMs, ip: ip ?? null }, times);
}

const BY_SETTER = { owner: "refused-by-owner", host: "refused-by-host" } as const;

/** As what a decision counts for the accounts that it concerns. Where the key isn't known to the account, it concerns none. */
export function outcomeOf(
  decision: Pick<Decision, "code"> & Partial<RateVerdict> & Pick<Refused, "networksSetBy">,
): UseOutcome | undefined {
  switch (decision.code) {
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
    case "IP_DENIED":
      return decision.networksSetBy && BY_SETTER[decision.networksSetBy];
    case "RATE_LIMITED":
      return decision.rateLimit && BY_SETTER[decision.rateLimit.setBy];
    case "INVALID_CREDENTIALS":
    case "UNKNOWN_ACCOUNT":
    case "NOT_ADMITTED":
      return undefined;
  }
}

/** The key and the token of a credential that is right and not expired, or `undefined`. */
export function provenKey(
  judge: Pick<Judge, "directory" | "hasher" | "moves" | "nowMs">,
  { isImported, key, token }: Credential,
  nowMs = judge.nowMs(),
): Proven | undefined {
  const { directory, hasher, moves } = judge;
  // Where nothing was imported, what isn't of our own form is junk. Elsewhere known and unknown cost the same (rule 13).
  if (isImported && directory.importedKeyCount === 0) return undefined;
  const known = directory.key(key);
  // Two comparisons whatever the key has, known or not: the work tells nothing (rule 13).
  const digests = isImported ? hasher.importedDigests(token) : hasher.digests(token);
  const isCurrent = hasher.isSame(digests, known?.current?.digest);
  const isRenewed = hasher.isSame(digests, known?.renewed?.digest);
  const matching = isCurrent ? known?.current : isRenewed ? known?.renewed : undefined;
  if (!known || !matching) return undefined;
  // By the owner's rule, wherever the key is used (rule 10). Looked at for nothing but a right token, as it takes its time.
  const lifetimeMonths = directory.tokenLifetimeMonths(known.owner);
  if (isPast(tokenEndMs(matching, lifetimeMonths), nowMs)) return undefined;
  // With one digest there is nothing to move from.
  if (digests.length > 1) moves?.note({ kind: "token", id: matching.id, key }, matching.digest, digests[0]);
  return { key: known, token: matching };
}

interface KeyContext {
  readonly nowMs?: number;
  /** Counts the request under the key's limits; without it none is looked at. */
  readonly rates?: RateLimiter;
  /** Whether it doesn't matter where the key is used from: nobody uses it now. */
  readonly isAnywhere?: boolean | undefined;
}

/** What a key may do in an account, once its token is proven right. */
export function decideForKey(
  judge: Pick<Judge, "directory" | "nowMs">,
  key: KnownKey,
  { account, ip, resource }: Omit<Question, "credential">,
  { isAnywhere = false, nowMs = judge.nowMs(), rates }: KeyContext = {},
): Decision {
  const { directory } = judge;
  const external = key.owner !== account;
  const admission = external ? directory.admission(key.key, account) : undefined;
  const name = external ? admission?.name : key.name;
  const roles = admission?.roles ?? key.roles;
  const closed = refusalOf(directory, key, account, admission, nowMs);
  const networksSetBy = closed === undefined && !isAnywhere ? outsideOf(key, admission, ip) : undefined;
  const barred = closed ?? (networksSetBy && "IP_DENIED");
  const verdict = barred === undefined && rates ? takeRate(rates, key, admission) : undefined;
  const refusal =
    barred ??
    (verdict?.retryAfterSeconds !== undefined ? "RATE_LIMITED" : undefined) ??
    (resource !== undefined && !directory.opens(account, roles, resource) ? "RESOURCE_DENIED" : undefined);
  const decision = answerOf(key, account, { name, refusal, roles });
  if (networksSetBy !== undefined && !decision.valid) return { ...decision, networksSetBy };
  return verdict ? { ...decision, ...verdict } : decision;
}

/** Each written out, in the order in which answers give it: putting parts together costs as much as deciding. */
function answerOf(
  { key, owner }: KnownKey,
  account: string,
  {
    name,
    refusal,
    roles,
  }: { name: string | undefined; refusal: Refused["code"] | undefined; roles: readonly string[] },
): Allowed | Refused {
  const external = owner !== account;
  if (refusal === undefined)
    return { valid: true, code: "VALID", account, key, owner, external, name: name ?? "", roles };
  if (name === undefined) return { valid: false, code: refusal, account, key, owner, external };
  return { valid: false, code: refusal, account, key, owner, external, name };
}

/**
 * Counts a request under the limits of a key: the owner's, over all accounts, and that of the account which admitted it. Without a
 * limit nothing is counted, and nothing is answered.
 */
function takeRate(
  rates: RateLimiter,
  { key, requestsPerMinute: owners }: KnownKey,
  admission: KnownAdmission | undefined,
): RateVerdict | undefined {
  const hosts = admission?.requestsPerMinute ?? null;
  if (owners === null && hosts === null) return undefined;
  const byOwner = owners === null ? [] : [{ setBy: "owner", name: key, requestsPerMinute: owners } as const];
  // A space stands in neither.
  const name = `${key} ${admission?.account ?? ""}`;
  const byHost = hosts === null ? [] : [{ setBy: "host", name, requestsPerMinute: hosts } as const];
  return rates.take([...byOwner, ...byHost]);
}

/** Whose networks an address is outside of; one that isn't known is outside of all. For most keys nobody has set any. */
function outsideOf(
  key: Pick<KnownKey, "allowsAddress"> | undefined,
  admission: Pick<KnownAdmission, "allowsAddress"> | undefined,
  ip: string | undefined,
): LimitSetter | undefined {
  if (key?.allowsAddress && !key.allowsAddress(ip)) return "owner";
  if (admission?.allowsAddress && !admission.allowsAddress(ip)) return "host";
  return undefined;
}

function refusalOf(
  directory: Directory,
  key: KnownKey,
  account: string,
  admission: KnownAdmission | undefined,
  nowMs: number,
): Refused["code"] | undefined {
  const status = directory.accountStatus(account);
  if (status === undefined) return "UNKNOWN_ACCOUNT";
  if (status !== "active") return "ACCOUNT_SUSPENDED";
  if (directory.accountStatus(key.owner) !== "active") return "OWNER_SUSPENDED";
  if (key.status !== "active") return "KEY_INACTIVE";
  if (key.owner === account) return undefined;
  if (!admission) return "NOT_ADMITTED";
  if (admission.status !== "active") return "EXTERNAL_KEY_INACTIVE";
  if (isPast(admission.expiresAtMs, nowMs)) return "EXTERNAL_KEY_EXPIRED";
  return undefined;
}

function isPast(timeMs: number | null | undefined, nowMs: number): boolean {
  return typeof timeMs === "number" && timeMs <= nowMs;
}
