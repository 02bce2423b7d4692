import { dayOf, type LastKeyUse, type LastTokenUse, type Use, type UseBatch, type UseCount } from "../domain/use.ts";

/** A count that is still going on. */
type Counting = { -readonly [Field in keyof UseCount]: UseCount[Field] };

/**
 * Counts use in memory, so that a verification writes nothing. What is counted is taken from here in batches; a process that
 * is killed loses what it hadn't handed over.
 */
export class UseMeter {
  #counts = new Map<string, Counting>();
  #keys = new Map<string, LastKeyUse>();
  #tokens = new Map<string, LastTokenUse>();

  /** How many different things were counted since the last `take`. */
  get size(): number {
    return this.#counts.size;
  }

  /** Takes note of one use, or of several of which the last is given. Synchronous, and of a cost that doesn't grow. */
  count({ key, tokenId, account, resource, outcome, atMs, ip }: Use, times = 1): void {
    const day = dayOf(atMs);
    this.#add({ key, account, day, resource, outcome, count: times });
    this.#sawToken({ tokenId, atMs, ip });
    if (outcome === "allowed") this.#sawKey({ key, account, atMs, ip });
  }

  /** Hands over what was counted, and begins anew. */
  take(): UseBatch {
    const batch = {
      counts: [...this.#counts.values()],
      keys: [...this.#keys.values()],
      tokens: [...this.#tokens.values()],
    };
    this.#counts = new Map();
    this.#keys = new Map();
    this.#tokens = new Map();
    return batch;
  }

  /** Takes back what was taken and couldn't be kept. */
  restore({ counts, keys, tokens }: UseBatch): void {
    for (const count of counts) this.#add(count);
    for (const use of keys) this.#sawKey(use);
    for (const use of tokens) this.#sawToken(use);
  }

  #add(use: UseCount): void {
    // A space stands in none of them.
    const name = `${use.key} ${use.account} ${use.resource ?? ""} ${use.outcome} ${use.day}`;
    const counted = this.#counts.get(name);
    if (counted) counted.count += use.count;
    else this.#counts.set(name, { ...use });
  }

  #sawKey(use: LastKeyUse): void {
    const name = `${use.key} ${use.account}`;
    const known = this.#keys.get(name);
    if (!known || known.atMs <= use.atMs) this.#keys.set(name, use);
  }

  #sawToken(use: LastTokenUse): void {
    const known = this.#tokens.get(use.tokenId);
    if (!known || known.atMs <= use.atMs) this.#tokens.set(use.tokenId, use);
  }
}
