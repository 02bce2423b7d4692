import type { Parameters } from "fast-check";
import { inject } from "vitest";

declare module "vitest" {
  interface ProvidedContext {
    /** How often a server is killed on each engine: some times with every run of the tests, many with those of faults. */
    readonly crashes: Readonly<Record<"sqlite" | "postgres", number>>;
    /**
     * How many sequences of random steps are taken: with every run of the tests some, the same each time, so that what they
     * meet is certain; with those of faults many, others each time.
     */
    readonly sequences: Pick<Parameters, "numRuns" | "seed">;
    /** From which state to which other a key is led: with every run of the tests by one act, with those of faults by any. */
    readonly statePairs: "neighbours" | "all";
  }
}

/** How often a test kills its server. */
export const CRASHES = inject("crashes");

/** Which sequences of random steps a test takes. */
export const SEQUENCES = inject("sequences");

/** Which pairs of states a test walks. */
export const STATE_PAIRS = inject("statePairs");
