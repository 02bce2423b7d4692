import type { AccountStatus } from "../domain/account.ts";
import { type Actor, OPERATOR } from "../domain/actor.ts";
import type { ServiceKeyEntry } from "../domain/directory-entry.ts";
import { DomainError, unauthenticated, unknownAccount } from "../domain/errors.ts";
import type { User } from "../domain/user.ts";
import { NO_REQUEST, type Origin } from "../domain/origin.ts";
import type { Access, OperatorAccess } from "../usecases/access.ts";
import type { OwnAccess } from "../usecases/own-access.ts";
import type { Ports } from "../usecases/ports.ts";
import { decideForKey, type Judge, type Proven } from "../verify/decide.ts";

/** A person, and the session by which they are signed in. */
interface SignedIn {
  readonly user: User;
  readonly sessionId: string;
}

/** Who a request comes from, proven. What they may do is another question. */
export type Principal =
  /** `null`: by the operator token, which is nobody's own. */
  | { readonly kind: "operator"; readonly person: SignedIn | null }
  | ({ readonly kind: "user" } & SignedIn)
  | ({ readonly kind: "key" } & Proven)
  | { readonly kind: "service"; readonly serviceKey: ServiceKeyEntry };

/** What it takes to know who may enter an account. */
export interface Gate {
  readonly reads: Pick<Ports["reads"], "accounts" | "operators" | "users">;
  readonly judge: Judge;
}

/**
 * Lets somebody into an account with what they hold there.
 *
 * @throws DomainError `UNKNOWN_ACCOUNT` where it doesn't exist or isn't theirs, which look the same; where they belong to it,
 *   `ACCOUNT_SUSPENDED` and what else keeps a key out
 */
export async function openAccount(gate: Gate, principal: Principal, account: string, origin: Origin): Promise<Access> {
  const { actor, resources } = await admit(gate, principal, account, origin);
  const { judge } = gate;
  return {
    account,
    actor,
    resources,
    origin,
    renew: (reads) => openAccount({ reads, judge }, principal, account, origin),
  };
}

/** Lets in whoever an actor names, as they are now: see `AccessOfActor`. */
export async function reopenAccount(gate: Gate, actor: Actor, account: string): Promise<Access> {
  const { judge } = gate;
  return {
    account,
    ...(await admitActor(gate, actor, account)),
    origin: NO_REQUEST,
    renew: (reads) => reopenAccount({ reads, judge }, actor, account),
  };
}

function admitActor(gate: Gate, actor: Actor, account: string): Entry | Promise<Entry> {
  switch (actor.kind) {
    case "operator":
      return openAsOperator(gate, actor.id === OPERATOR.id ? null : actor, account);
    case "user":
      return openAsUser(gate, actor, account);
    case "key":
      // It asks for nothing now: an act of its own waits to be done.
      return openAsKey(gate, actor.id, account, { isAnywhere: true });
    default:
      throw unknownAccount();
  }
}

async function admit(gate: Gate, principal: Principal, account: string, { ip }: Origin): Promise<Entry> {
  switch (principal.kind) {
    case "operator":
      return openAsOperator(gate, principal.person?.user ?? null, account);
    case "user":
      return openAsUser(gate, principal.user, account);
    case "key":
      return openAsKey(gate, principal.key.key, account, { ip: ip ?? undefined });
    case "service":
      throw new DomainError("FORBIDDEN", "A service key may ask for verifications, and nothing else.");
  }
}

/** @throws DomainError `FORBIDDEN` for everybody but operators */
export function requireOperator(principal: Principal, origin: Origin): OperatorAccess {
  if (principal.kind !== "operator") throw notAnOperator();
  const person = principal.person?.user ?? null;
  return { actor: operatorActor(person), origin, renew: (reads) => requireStillOperator(reads, person) };
}

type Person = Pick<User, "id" | "name">;

function operatorActor(person: Person | null): Actor {
  return person ? { kind: "operator", id: person.id, name: person.name } : OPERATOR;
}

async function requireStillOperator(reads: Pick<Gate["reads"], "operators">, person: Person | null): Promise<void> {
  if (person && !(await reads.operators.has(person.id))) throw notAnOperator();
}

function notAnOperator(): DomainError {
  return new DomainError("FORBIDDEN", "Only operators may do this.");
}

/** @throws DomainError `FORBIDDEN` for everybody but people in the console: keys and tokens have no profile */
export function requirePerson(principal: Principal, origin: Origin): OwnAccess {
  const person = principal.kind === "operator" ? principal.person : principal.kind === "user" ? principal : null;
  if (!person) throw new DomainError("FORBIDDEN", "Only somebody who is signed in to the console has a profile.");
  const { sessionId, user } = person;
  return { user, sessionId, origin };
}

type Entry = Pick<Access, "actor" | "resources">;

/** Of an account that another node has just made this one may not have heard yet, while people ask it already. */
async function statusOf({ judge, reads }: Gate, account: string): Promise<AccountStatus | undefined> {
  return judge.directory.accountStatus(account) ?? (await reads.accounts.find(account))?.status;
}

async function openAsOperator(gate: Gate, person: Person | null, account: string): Promise<Entry> {
  await requireStillOperator(gate.reads, person);
  if ((await statusOf(gate, account)) === undefined) throw unknownAccount();
  return { actor: operatorActor(person), resources: "all" };
}

async function openAsUser(gate: Gate, user: Person, account: string): Promise<Entry> {
  const { directory } = gate.judge;
  const member = await gate.reads.users.find(account, user.id);
  if (!member) throw unknownAccount();
  if ((await statusOf(gate, account)) !== "active") {
    throw new DomainError("ACCOUNT_SUSPENDED", "This account is suspended.");
  }
  return {
    actor: { kind: "user", id: user.id, name: user.name },
    resources: directory.resourcesOfRoles(account, member.roles),
  };
}

function openAsKey(
  { judge }: Gate,
  keyString: string,
  account: string,
  { ip, isAnywhere }: { readonly ip?: string | undefined; readonly isAnywhere?: boolean },
): Entry {
  const { directory } = judge;
  // As it is now: it may have been deleted since its token was proven.
  const key = directory.key(keyString);
  if (!key) throw unauthenticated();
  const decision = decideForKey(judge, key, { account, ip }, { isAnywhere });
  if (decision.valid) {
    const actor = { kind: "key", id: key.key, name: decision.name ?? key.key, owner: key.owner } as const;
    return { actor, resources: directory.resourcesOfRoles(account, decision.roles) };
  }
  const isInvolved = key.owner === account || directory.admission(key.key, account) !== undefined;
  if (!isInvolved) throw unknownAccount();
  switch (decision.code) {
    case "ACCOUNT_SUSPENDED":
      throw new DomainError("ACCOUNT_SUSPENDED", "This account is suspended.");
    case "OWNER_SUSPENDED":
      throw new DomainError("OWNER_SUSPENDED", "The account that owns this key is suspended.");
    case "KEY_INACTIVE":
      throw new DomainError("KEY_INACTIVE", "This key is inactive.");
    case "EXTERNAL_KEY_INACTIVE":
      throw new DomainError("EXTERNAL_KEY_INACTIVE", "This account has suspended the key.");
    case "EXTERNAL_KEY_EXPIRED":
      throw new DomainError("EXTERNAL_KEY_EXPIRED", "The key's time in this account has ended.");
    case "IP_DENIED":
      throw new DomainError("IP_DENIED", "This key may not be used from the address that you ask from.");
    default:
      throw unknownAccount();
  }
}
