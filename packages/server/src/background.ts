import type { FastifyBaseLogger } from "fastify";

/** Resolves after some milliseconds, or at once when the signal aborts. */
export type Wait = (ms: number, signal: AbortSignal) => Promise<void>;

/** Says that there is work. No ring is missed: who works notes how often it has rung before, and waits for one more. */
export class Doorbell {
  #rings = 0;
  readonly #waiters = new Set<() => void>();

  get rings(): number {
    return this.#rings;
  }

  /** How many wait for it. */
  get waiting(): number {
    return this.#waiters.size;
  }

  ring(): void {
    this.#rings++;
    for (const wake of this.#waiters) wake();
  }

  /** Resolves as soon as it has rung more often than this, or the signal aborts; then nothing is left of the waiting. */
  rungMoreThan(rings: number, signal: AbortSignal): Promise<void> {
    if (this.#rings > rings || signal.aborted) return Promise.resolve();
    const { promise, resolve } = Promise.withResolvers<void>();
    const wake = (): void => {
      this.#waiters.delete(wake);
      signal.removeEventListener("abort", wake);
      resolve();
    };
    this.#waiters.add(wake);
    signal.addEventListener("abort", wake);
    return promise;
  }
}

export interface Repetition {
  readonly wait: Wait;
  readonly everyMs: number;
  readonly signal: AbortSignal;
  readonly logger: FastifyBaseLogger;
  /** For the log. */
  readonly name: string;
  /** Rung when there is work before the time is up. */
  readonly doorbell?: Doorbell | undefined;
}

/**
 * Does some work again and again, never twice at a time, until the signal aborts. A failure is logged when it begins, and the
 * work is tried again: it is the database's, and heals.
 */
export async function repeat(repetition: Repetition, work: () => Promise<unknown>): Promise<void> {
  const { wait, everyMs, signal, logger, name, doorbell } = repetition;
  let isFailing = false;
  while (!signal.aborted) {
    const rings = doorbell?.rings ?? 0;
    try {
      await work();
      if (isFailing) logger.info({ work: name }, "background work goes on again");
      isFailing = false;
    } catch (error) {
      if (!isFailing) logger.warn({ work: name, err: error }, "background work failed");
      isFailing = true;
    }
    if (signal.aborted) break;
    const time = new AbortController();
    const until = AbortSignal.any([signal, time.signal]);
    const bell = doorbell && !isFailing ? [doorbell.rungMoreThan(rings, until)] : [];
    await Promise.race([wait(everyMs, until), ...bell]);
    time.abort();
  }
}
