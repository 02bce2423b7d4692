import type { Timing } from "./timing.ts";

/** Time that moves when a test says so. */
export class TestTiming implements Timing {
  #nowMs = 1_000;
  #waits: { readonly atMs: number; readonly end: () => void }[] = [];
  /** How far the wall clock is from the other. */
  wallOffsetMs = 1_700_000_000_000;
  /** Every wait that was asked for, in milliseconds. */
  readonly waited: number[] = [];
  chance = 0.5;

  readonly nowMs = (): number => this.#nowMs;
  readonly wallMs = (): number => this.#nowMs + this.wallOffsetMs;
  readonly random = (): number => this.chance;

  readonly wait = (ms: number, signal?: AbortSignal): Promise<void> => {
    this.waited.push(ms);
    if (signal?.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const end = (): void => {
        this.#waits = this.#waits.filter((wait) => wait !== own);
        resolve();
      };
      const own = { atMs: this.#nowMs + ms, end };
      this.#waits.push(own);
      signal?.addEventListener("abort", end, { once: true });
    });
  };

  /** Lets time pass, and everything happen that waited for it. */
  async advance(ms: number): Promise<void> {
    this.#nowMs += ms;
    const over = this.#waits.filter(({ atMs }) => atMs <= this.#nowMs);
    for (const { end } of over) end();
    await settled();
  }
}

/** Resolves once everything has happened that can without anything further. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => void setImmediate(resolve));
}
