import { RateLimiterMemory } from "rate-limiter-flexible";
import { DomainError } from "../domain/errors.ts";

export interface LimitSettings {
  /** How much is let through within a window. */
  readonly points: number;
  readonly windowSeconds: number;
}

/** How much was tried under one name within its window. */
export interface Tried {
  readonly points: number;
  /** How long the window lasts still, in milliseconds. */
  readonly leftMs: number;
}

/** Counts what is tried, by names. None of it fails because the database is gone. */
export interface Limiter {
  /** Counts one more, and answers how much it is by now. What is past the limit may be answered without being counted. */
  add(name: string): Promise<Tried>;
  /** `undefined`: nothing. */
  find(name: string): Promise<Tried | undefined>;
  /** Takes one back. */
  takeBack(name: string): Promise<void>;
  /** Takes all back. */
  clear(name: string): Promise<void>;
}

/** Makes a limiter. `kind` tells what it counts from what others do. */
export type Counting = (kind: string, settings: LimitSettings) => Limiter;

/** Counts in this process alone. */
export const inMemory: Counting = (_kind, settings) => new MemoryLimiter(settings);

/** What counts for several processes: the store's `AttemptRecords`. */
export interface SharedCounts {
  add(
    id: string,
    points: number,
    time: { readonly nowMs: number; readonly windowMs: number },
  ): Promise<{ readonly points: number; readonly endsAtMs: number }>;
  find(id: string, nowMs: number): Promise<{ readonly points: number; readonly endsAtMs: number } | undefined>;
  remove(id: string): Promise<void>;
}

export interface SharedCountingParts {
  readonly counts: SharedCounts;
  /** The time that can't be turned back, in milliseconds since 1970 (rule 15). */
  readonly nowMs: () => number;
  /** Names something without telling it: neither addresses nor networks are kept. */
  readonly idOf: (text: string) => string;
}

/**
 * Counts in the database, for all nodes together. Each process remembers what it has last seen there: a name past its limit is refused
 * from memory until its window ends, so that whoever goes on trying costs no statement; and with the database gone the process counts on
 * from there by itself. It neither lets everything through then nor fails.
 */
export function overNodes(parts: SharedCountingParts): Counting {
  return (kind, settings) => new SharedLimiter(kind, settings, parts);
}

class MemoryLimiter implements Limiter {
  readonly #counts: RateLimiterMemory;

  constructor({ points, windowSeconds }: LimitSettings) {
    this.#counts = new RateLimiterMemory({ points, duration: windowSeconds });
  }

  async add(name: string): Promise<Tried> {
    const { consumedPoints, msBeforeNext } = await this.#counts.penalty(name);
    return { points: consumedPoints, leftMs: msBeforeNext };
  }

  async find(name: string): Promise<Tried | undefined> {
    const state = await this.#counts.get(name);
    // Its timer may come a little later than its end.
    return state && state.msBeforeNext > 0 ? { points: state.consumedPoints, leftMs: state.msBeforeNext } : undefined;
  }

  async takeBack(name: string): Promise<void> {
    await this.#counts.reward(name);
  }

  async clear(name: string): Promise<void> {
    await this.#counts.delete(name);
  }

  /** Takes over what was counted elsewhere. */
  async learn(name: string, { points, leftMs }: Tried): Promise<void> {
    // Nothing left would mean for ever.
    await this.#counts.set(name, points, Math.max(1, leftMs) / 1_000);
  }
}

class SharedLimiter implements Limiter {
  readonly #kind: string;
  readonly #settings: LimitSettings;
  readonly #parts: SharedCountingParts;
  readonly #known: MemoryLimiter;

  constructor(kind: string, settings: LimitSettings, parts: SharedCountingParts) {
    this.#kind = kind;
    this.#settings = settings;
    this.#parts = parts;
    this.#known = new MemoryLimiter(settings);
  }

  async add(name: string): Promise<Tried> {
    const known = await this.#known.find(name);
    if (known && known.points > this.#settings.points) return known;
    return this.#shared(
      name,
      async (id) => this.#learn(name, await this.#parts.counts.add(id, 1, this.#time())),
      () => this.#known.add(name),
    );
  }

  async find(name: string): Promise<Tried | undefined> {
    const known = await this.#known.find(name);
    if (known && known.points >= this.#settings.points) return known;
    return this.#shared(
      name,
      async (id) => {
        const found = await this.#parts.counts.find(id, this.#parts.nowMs());
        if (found) return this.#learn(name, found);
        await this.#known.clear(name);
        return undefined;
      },
      () => this.#known.find(name),
    );
  }

  takeBack(name: string): Promise<void> {
    return this.#shared(
      name,
      async (id) => void (await this.#learn(name, await this.#parts.counts.add(id, -1, this.#time()))),
      () => this.#known.takeBack(name),
    );
  }

  clear(name: string): Promise<void> {
    return this.#shared(
      name,
      async (id) => {
        await this.#parts.counts.remove(id);
        await this.#known.clear(name);
      },
      () => this.#known.clear(name),
    );
  }

  async #shared<T>(name: string, inDatabase: (id: string) => Promise<T>, alone: () => Promise<T>): Promise<T> {
    try {
      return await inDatabase(this.#parts.idOf(`${this.#kind} ${name}`));
    } catch (error) {
      if (error instanceof DomainError && error.code === "UNAVAILABLE") return alone();
      throw error;
    }
  }

  async #learn(name: string, { points, endsAtMs }: { points: number; endsAtMs: number }): Promise<Tried> {
    const tried = { points, leftMs: endsAtMs - this.#parts.nowMs() };
    await this.#known.learn(name, tried);
    return tried;
  }

  #time() {
    return { nowMs: this.#parts.nowMs(), windowMs: this.#settings.windowSeconds * 1_000 };
  }
}
