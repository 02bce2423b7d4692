import { inject } from "vitest";

declare module "vitest" {
  interface ProvidedContext {
    /** How often a server is killed on each engine: some times with every run of the tests, many with those of faults. */
    readonly crashes: Readonly<Record<"sqlite" | "postgres", number>>;
  }
}

/** How often a test kills its server. */
export const CRASHES = inject("crashes");
