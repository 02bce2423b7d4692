import { tokenEndMs } from "../domain/token-age.ts";
import type { Judge } from "./decide.ts";
import type { KnownAdmission, KnownKey, KnownToken } from "./known.ts";
import type { Decision } from "./decision.ts";

/** Whose doing something is: that of the account that generated the key, of the one it is used in, or of the platform team. */
export type Side = "owner" | "host" | "platform";

/** One thing that speaks for or against letting a key do something. */
export interface Reason {
  readonly code: Decision["code"];
  readonly side: Side;
  /** For people of the account that asks, in English. */
  readonly text: string;
}

/** What a verification with the right token would answer, and all that stands in its way: the first is the code. */
export interface Explanation {
  readonly allowed: boolean;
  readonly code: Decision["code"];
  readonly reasons: readonly Reason[];
  /** Whether another account owns the key; `null` where the account that asks has nothing to do with it. */
  readonly external: boolean | null;
  /** Ids of its roles in the account that open the resource; all of them where none is asked for. Whether or not it is let in. */
  readonly openedBy: readonly string[];
}

export interface ExplainedQuestion {
  /** The account that asks, about itself. */
  readonly account: string;
  readonly key: string;
  readonly resource?: string | undefined;
  /** Where the request would come from. */
  readonly ip?: string | undefined;
}

/**
 * Explains to an account what it would be answered about a key. What the owner of an external key has done reads only "by the
 * owner" (rule 8), and a key that isn't the account's is the same whether or not there is such a key (rule 9).
 */
export function explain(judge: Judge, { account, ip, key, resource }: ExplainedQuestion): Explanation {
  const { directory } = judge;
  const entry = directory.key(key);
  const admission = directory.admission(key, account);
  const isOwn = entry?.owner === account;
  if (!isOwn && !admission) {
    const text = "This account has neither generated this key nor added it, or has deleted it.";
    const reasons: readonly Reason[] = [{ code: "NOT_ADMITTED", side: "host", text }];
    return { allowed: false, code: "NOT_ADMITTED", reasons, external: null, openedBy: [] };
  }
  const ownerSide = ownerReasons(judge, entry);
  const ownNetworks = networkReasons("owner", entry, ip);
  // To a host one thing is enough, and which it is of several that stand behind each other is the owner's business.
  const [first] = [...ownerSide, ...ownNetworks];
  const byOwner = first && { code: first.code, side: first.side, text: "By the owner." };
  const isByNetworks = first?.code === "IP_DENIED";
  const against: Reason[] = [
    ...(isOwn ? ownerSide.filter(({ code }) => code !== "OWNER_SUSPENDED") : byOwner && !isByNetworks ? [byOwner] : []),
    ...hostReasons(judge, isOwn ? undefined : admission),
    ...(isOwn ? ownNetworks : byOwner && isByNetworks ? [byOwner] : []),
    ...networkReasons("host", isOwn ? undefined : admission, ip),
  ];
  // A wrong token comes before everything, then what the account itself is.
  const isSuspended = directory.accountStatus(account) !== "active";
  const suspended: Reason = { code: "ACCOUNT_SUSPENDED", side: "platform", text: "The account is suspended." };
  const at = against[0]?.code === "INVALID_CREDENTIALS" ? 1 : 0;
  if (isSuspended) against.splice(at, 0, suspended);

  const roles = (isOwn ? entry.roles : admission?.roles) ?? [];
  const opening = roles.filter(
    (role) => resource === undefined || directory.resourcesOfRole(account, role).has(resource),
  );
  if (resource !== undefined && opening.length === 0) {
    const isKnown = directory.catalog.resourceKeys.has(resource);
    const text = isKnown ? `None of its roles here opens ${resource}.` : "The catalog has no such resource.";
    against.push({ code: "RESOURCE_DENIED", side: isKnown ? "host" : "platform", text });
  }
  const context = { external: !isOwn, openedBy: opening };
  const [decisive] = against;
  if (decisive) return { allowed: false, code: decisive.code, reasons: against, ...context };
  const text = resource === undefined ? "The key is let in." : `Opened by ${opening.join(", ")}.`;
  return { allowed: true, code: "VALID", reasons: [{ code: "VALID", side: "host", text }], ...context };
}

/** What stands in a key's way on its owner's side, in the order in which a verification looks. A deleted key is in no directory. */
function ownerReasons({ directory, nowMs }: Judge, key: KnownKey | undefined): Reason[] {
  const side = "owner";
  if (!key) return [{ code: "INVALID_CREDENTIALS", side, text: "The key is deleted." }];
  const reasons: Reason[] = [];
  const months = directory.tokenLifetimeMonths(key.owner);
  const now = nowMs();
  const works = (token: KnownToken | undefined) => token && (tokenEndMs(token, months) ?? Infinity) > now;
  if (!works(key.current) && !works(key.renewed)) {
    reasons.push({ code: "INVALID_CREDENTIALS", side, text: "The key has no token that works: renew it." });
  }
  if (directory.accountStatus(key.owner) !== "active") {
    reasons.push({ code: "OWNER_SUSPENDED", side, text: "The key's owner is suspended." });
  }
  if (key.status !== "active") reasons.push({ code: "KEY_INACTIVE", side, text: "The key is inactive." });
  return reasons;
}

function hostReasons({ nowMs }: Judge, admission: KnownAdmission | undefined): Reason[] {
  if (!admission) return [];
  const { expiresAtMs, status } = admission;
  const side = "host";
  const reasons: Reason[] = [];
  if (status !== "active") {
    reasons.push({ code: "EXTERNAL_KEY_INACTIVE", side, text: "This account has suspended the key." });
  }
  if (expiresAtMs !== null && expiresAtMs <= nowMs()) {
    reasons.push({ code: "EXTERNAL_KEY_EXPIRED", side, text: "The key's time in this account has ended." });
  }
  return reasons;
}

/** What the networks of one side have against an address. */
function networkReasons(
  side: "owner" | "host",
  bound: Pick<KnownKey | KnownAdmission, "allowsAddress"> | undefined,
  ip: string | undefined,
): Reason[] {
  if (!bound?.allowsAddress || bound.allowsAddress(ip)) return [];
  const whose = side === "owner" ? "the key" : "the key here";
  const text =
    ip === undefined
      ? `The networks that ${whose} may be used from are given, and no address is: without one it is refused.`
      : `${ip} is in none of the networks that ${whose} may be used from.`;
  return [{ code: "IP_DENIED", side, text }];
}
