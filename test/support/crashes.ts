import { inject } from "vitest";

declare module "vitest" {
  interface ProvidedContext {
    /** How often a server is killed: some times with every run of the tests, many with those of faults. */
    readonly crashes: number;
  }
}

/** How often a test kills its server. */
export const CRASHES = inject("crashes");
