import { dayOf, type LastKeyUse, type LastTokenUse, type Use, type UseBatch, type UseCount } from "../domain/use.ts";

/** What is still going on: changed in place, as a verification is to leave nothing behind that has to be cleared away. */
type Mutable<Kept> = { -readonly [Field in keyof Kept]: Kept[Field] };

/** One key in one account. */
interface Meeting {
  /** The last time that it was allowed something; `undefined` where it wasn't. */
  last: Mutable<LastKeyUse> | undefined;
  /** By what was asked for: a few of each, by outcome and day. */
  readonly counts: Map<string | null, Mutable<UseCount>[]>;
}

/**
 * Counts use in memory, so that a verification writes nothing. What is counted is taken from here in batches; a process that
 * is killed loses what it hadn't handed over.
 */
export class UseMeter {
  /** By key, then by account. No name is put together of the two: that would cost as much as all else here. */
  #meetings = new Map<string, Map<string, Meeting>>();
  #tokens = new Map<string, Mutable<LastTokenUse>>();
  #size = 0;

  /** How many different things were counted since the last `take`. */
  get size(): number {
    return this.#size;
  }

  /** Takes note of one use, or of several of which the last is given. Synchronous, and of a cost that doesn't grow. */
  count({ key, tokenId, account, resource, outcome, atMs, ip }: Use, times = 1): void {
    const meeting = this.#meeting(key, account);
    this.#counting(meeting, { key, account, day: dayOf(atMs), resource, outcome }).count += times;
    this.#sawToken(tokenId, atMs, ip);
    if (outcome === "allowed") sawKey(meeting, key, account, atMs, ip);
  }

  /** Hands over what was counted, and begins anew. */
  take(): UseBatch {
    const meetings = [...this.#meetings.values()].flatMap((each) => [...each.values()]);
    const batch = {
      counts: meetings.flatMap(({ counts }) => [...counts.values()].flat()),
      keys: meetings.flatMap(({ last }) => last ?? []),
      tokens: [...this.#tokens.values()],
    };
    this.#meetings = new Map();
    this.#tokens = new Map();
    this.#size = 0;
    return batch;
  }

  /** Takes back what was taken and couldn't be kept. */
  restore({ counts, keys, tokens }: UseBatch): void {
    for (const use of counts) this.#counting(this.#meeting(use.key, use.account), use).count += use.count;
    for (const { key, account, atMs, ip } of keys) sawKey(this.#meeting(key, account), key, account, atMs, ip);
    for (const { tokenId, atMs, ip } of tokens) this.#sawToken(tokenId, atMs, ip);
  }

  #meeting(key: string, account: string): Meeting {
    let accounts = this.#meetings.get(key);
    if (!accounts) this.#meetings.set(key, (accounts = new Map<string, Meeting>()));
    let meeting = accounts.get(account);
    if (!meeting) accounts.set(account, (meeting = { last: undefined, counts: new Map() }));
    return meeting;
  }

  #counting({ counts }: Meeting, use: Omit<UseCount, "count">): Mutable<UseCount> {
    const { key, account, day, outcome, resource } = use;
    let ofResource = counts.get(resource);
    if (!ofResource) counts.set(resource, (ofResource = []));
    for (const counted of ofResource) if (counted.outcome === outcome && counted.day === day) return counted;
    const counting = { key, account, day, resource, outcome, count: 0 };
    ofResource.push(counting);
    this.#size++;
    return counting;
  }

  #sawToken(tokenId: string, atMs: number, ip: string | null): void {
    const known = this.#tokens.get(tokenId);
    if (!known) {
      this.#tokens.set(tokenId, { tokenId, atMs, ip });
    } else if (known.atMs <= atMs) {
      known.atMs = atMs;
      known.ip = ip;
    }
  }
}

function sawKey(meeting: Meeting, key: string, account: string, atMs: number, ip: string | null): void {
  const { last } = meeting;
  if (!last) {
    meeting.last = { key, account, atMs, ip };
  } else if (last.atMs <= atMs) {
    last.atMs = atMs;
    last.ip = ip;
  }
}
