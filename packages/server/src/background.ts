import type { FastifyBaseLogger } from "fastify";

/** Resolves after some milliseconds, or at once when the signal aborts. */
export type Wait = (ms: number, signal: AbortSignal) => Promise<void>;

/** Says that there is work. No ring is missed: who works notes how often it has rung before, and waits for one more. */
export class Doorbell {
  #rings = 0;
  #next = Promise.withResolvers<void>();

  get rings(): number {
    return this.#rings;
  }

  ring(): void {
    this.#rings++;
    this.#next.resolve();
    this.#next = Promise.withResolvers<void>();
  }

  /** Resolves as soon as it has rung more often than this. */
  async rungMoreThan(rings: number): Promise<void> {
    if (this.#rings <= rings) await this.#next.promise;
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
  readonly doorbell?: Doorbell;
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
    const time = new AbortController();
    const until = AbortSignal.any([signal, time.signal]);
    await Promise.race([wait(everyMs, until), ...(doorbell && !isFailing ? [doorbell.rungMoreThan(rings)] : [])]);
    time.abort();
  }
}
