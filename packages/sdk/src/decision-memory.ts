import type { Change } from "./change-follower.ts";
import type { Decision } from "./verifier.ts";

/** Whom a decision is about. */
export interface Subject {
  readonly account: string;
  readonly key: string;
  /** `undefined` where the credential wasn't proven: then it may be anybody. */
  readonly owner: string | undefined;
}

/** A decision that may be given again, and how often it has been since the last report. */
export interface Remembered {
  readonly decision: Decision;
  readonly account: string;
  readonly key: string;
  readonly tokenId: string;
  readonly resource: string | undefined;
  count: number;
  lastUsedMs: number;
  ip: string | undefined;
}

/** What the service has said about a credential in an account. */
export interface Told {
  readonly decision: Decision;
  readonly subject: Subject & { readonly owner: string };
  readonly tokenId: string;
  /** The newest change that it takes into account. */
  readonly revision: number;
  /** When it may be another although nothing has changed, by the monotonic clock. */
  readonly endsMs: number;
}

interface Entry extends Pick<Told, "endsMs" | "revision" | "subject" | "tokenId"> {
  readonly name: string;
  /** What answers for every resource: who may what, or a refusal that has nothing to do with resources. */
  forAll: Decision | undefined;
  /** By resource. */
  readonly answers: Map<string | undefined, Remembered>;
  wasUsed: boolean;
}

/** Resources that are remembered for one credential: those that the routes of a service name. */
const ANSWERS_MOST = 256;

/** Whether a change may make another of a decision. */
export function concerns(change: Change, { account, key, owner }: Subject): boolean {
  switch (change.kind) {
    case "account":
      return owner === undefined || change.account === account || change.account === owner;
    case "key":
      return change.key === key;
    case "external-key":
      return change.key === key && change.account === account;
    case "role":
      return change.account === account;
    case "service-key":
      return false;
    default:
      // The catalog; and whatever a newer service tells of.
      return true;
  }
}

/** Decisions in memory, bounded: those that nobody asks about go first. */
export class DecisionMemory {
  readonly #most: number;
  readonly #entries = new Map<string, Entry>();
  /** Entries by the account that they are about or that owns the key, and by the key. */
  readonly #byAccount = new Map<string, Set<Entry>>();
  readonly #byKey = new Map<string, Set<Entry>>();

  /** @param most entries, each of a credential in an account */
  constructor(most: number) {
    this.#most = most;
  }

  get size(): number {
    return this.#entries.size;
  }

  /** @param name names credential and account, and the address where the answer is of that alone */
  recall(name: string, resource: string | undefined, nowMs: number): Remembered | undefined {
    const entry = this.#entries.get(name);
    if (!entry) return undefined;
    if (nowMs >= entry.endsMs) {
      this.#drop(entry);
      return undefined;
    }
    entry.wasUsed = true;
    return entry.answers.get(resource) ?? this.#derived(entry, resource);
  }

  keep(name: string, resource: string | undefined, told: Told): void {
    let entry = this.#entries.get(name);
    // What it says of other resources is of before.
    if (entry && (entry.revision !== told.revision || entry.tokenId !== told.tokenId || entry.endsMs !== told.endsMs)) {
      this.#drop(entry);
      entry = undefined;
    }
    if (!entry) {
      const { endsMs, revision, subject, tokenId } = told;
      entry = { name, endsMs, revision, subject, tokenId, forAll: undefined, answers: new Map(), wasUsed: false };
      this.#add(entry);
    }
    if (told.decision.code !== "RESOURCE_DENIED") entry.forAll = told.decision;
    remember(entry, resource, told.decision);
  }

  /** Forgets what a change may make another of. */
  forget(revision: number, changes: readonly Change[]): void {
    for (const change of changes) {
      for (const entry of this.#candidates(change)) {
        if (entry.revision < revision && concerns(change, entry.subject)) this.#drop(entry);
      }
    }
  }

  clear(): void {
    for (const map of [this.#entries, this.#byAccount, this.#byKey]) map.clear();
  }

  #derived(entry: Entry, resource: string | undefined): Remembered | undefined {
    const { forAll } = entry;
    if (!forAll) return undefined;
    if (!forAll.valid || resource === undefined || forAll.resources.includes(resource)) {
      return remember(entry, resource, forAll);
    }
    const { account, external, key, name, owner } = forAll;
    const denied = { valid: false, code: "RESOURCE_DENIED", account, key, owner, external, name } as const;
    return remember(entry, resource, Object.freeze(denied));
  }

  #candidates({ account = "", key = "", kind }: Change): Iterable<Entry> {
    switch (kind) {
      case "account":
      case "role":
        return [...(this.#byAccount.get(account) ?? [])];
      case "key":
      case "external-key":
        return [...(this.#byKey.get(key) ?? [])];
      case "service-key":
        return [];
      default:
        return [...this.#entries.values()];
    }
  }

  #add(entry: Entry): void {
    this.#makeRoom();
    this.#entries.set(entry.name, entry);
    for (const account of accountsOf(entry)) setIn(this.#byAccount, account).add(entry);
    setIn(this.#byKey, entry.subject.key).add(entry);
  }

  #drop(entry: Entry): void {
    this.#entries.delete(entry.name);
    for (const account of accountsOf(entry)) deleteIn(this.#byAccount, account, entry);
    deleteIn(this.#byKey, entry.subject.key, entry);
  }

  /** Second chance: the oldest goes, but once more to the end where it was used meanwhile. */
  #makeRoom(): void {
    while (this.#entries.size >= this.#most) {
      const [oldest] = this.#entries.values();
      if (!oldest) return;
      if (!oldest.wasUsed) {
        this.#drop(oldest);
        continue;
      }
      oldest.wasUsed = false;
      this.#entries.delete(oldest.name);
      this.#entries.set(oldest.name, oldest);
    }
  }
}

function remember({ answers, subject, tokenId }: Entry, resource: string | undefined, decision: Decision): Remembered {
  if (answers.size >= ANSWERS_MOST) answers.clear();
  const { account, key } = subject;
  const remembered: Remembered = { decision, account, key, tokenId, resource, count: 0, lastUsedMs: 0, ip: undefined };
  answers.set(resource, remembered);
  return remembered;
}

function accountsOf({ subject: { account, owner } }: Entry): Set<string> {
  return new Set([account, owner]);
}

function setIn(sets: Map<string, Set<Entry>>, name: string): Set<Entry> {
  let set = sets.get(name);
  if (!set) sets.set(name, (set = new Set<Entry>()));
  return set;
}

function deleteIn(sets: Map<string, Set<Entry>>, name: string, entry: Entry): void {
  const set = sets.get(name);
  set?.delete(entry);
  if (set?.size === 0) sets.delete(name);
}
