/** Clock, waiting and chance: the platform's own, unless a test hands in others. */
export interface Timing {
  /** A clock that only ever goes forward, in milliseconds from an arbitrary start. */
  readonly nowMs: () => number;
  /** Wall clock, in milliseconds since 1970. It may jump. */
  readonly wallMs: () => number;
  /** Resolves after some milliseconds, or as soon as the signal aborts. */
  readonly wait: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** At least 0 and below 1. */
  readonly random: () => number;
}

/** What the platform has. */
export const platformTiming: Timing = {
  nowMs: () => performance.now(),
  wallMs: () => Date.now(),
  random: () => Math.random(),
  wait: (ms, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted) {
        resolve();
        return;
      }
      const end = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener("abort", end);
        resolve();
      };
      const timer = setTimeout(end, ms);
      signal?.addEventListener("abort", end);
    }),
};
