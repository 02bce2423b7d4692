import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defineConfig } from "vitest/config";

// Nothing of a run stays behind: neither caches in the checkout nor, on Linux, Vitest's token in the user's data folder
// (which need not be there).
const leaveNothing = { cache: false, fsModuleCache: false } as const;
const dataFolder = mkdtempSync(join(tmpdir(), "latchkey-vitest-"));
process.env["XDG_DATA_HOME"] = dataFolder;
// Half of the time that a program takes to start goes into compiling it.
process.env["NODE_COMPILE_CACHE"] ??= join(dataFolder, "compile-cache");
process.once("exit", () => rmSync(dataFolder, { recursive: true, force: true }));

const BUILT_CONSOLE = "./test/support/console-global-setup.ts";
/** For tests that start whole programs. */
const onPrograms = { ...leaveNothing, environment: "node", testTimeout: 120_000, hookTimeout: 120_000 } as const;
const inBrowser = { ...onPrograms, globalSetup: [BUILT_CONSOLE, "./test/support/browser-global-setup.ts"] };

export default defineConfig({
  test: {
    ...leaveNothing,
    // Much of a run is waiting for browsers and processes: not even two cores leave one for the runner alone.
    maxWorkers: "100%",
    // One PostgreSQL for the whole run: see test/support/postgres.ts.
    globalSetup: ["./test/support/postgres-global-setup.ts"],
    projects: [
      {
        test: {
          ...leaveNothing,
          name: "unit",
          environment: "node",
          include: ["packages/*/src/**/*.test.ts", "tools/**/*.test.ts"],
          // Nothing that these test keeps anything in a module: loading all of it anew for each file takes as long as half of the tests.
          isolate: false,
          testTimeout: 20_000,
          hookTimeout: 30_000,
          provide: {
            crashes: { sqlite: 6, postgres: 0 },
            sequences: { numRuns: 40, seed: 20_261_128 },
            statePairs: "neighbours",
          },
        },
      },
      {
        // Too slow for every run: `npm run test:faults`.
        test: {
          ...leaveNothing,
          name: "faults",
          environment: "node",
          include: [
            "packages/server/src/whole-server/{crash,rules,renewals,revival}.test.ts",
            "test/faults/**/*.test.ts",
          ],
          // One after another: each has the machine to itself.
          fileParallelism: false,
          hookTimeout: 60_000,
          provide: {
            crashes: { sqlite: 200, postgres: 200 },
            sequences: { numRuns: 200 },
            statePairs: "all",
            faultSeconds: 120,
          },
        },
      },
      {
        root: "packages/console",
        test: {
          ...leaveNothing,
          name: "console",
          environment: "jsdom",
          include: ["src/**/*.test.tsx"],
          testTimeout: 20_000,
        },
      },
      {
        test: {
          ...inBrowser,
          name: "e2e",
          include: ["test/{e2e,support}/**/*.test.ts"],
        },
      },
      {
        // Each page of the console in each language and look, which takes minutes: `npm run test:pages`.
        test: {
          ...inBrowser,
          name: "pages",
          include: ["test/pages/**/*.test.ts"],
        },
      },
      {
        // The package as it is published: `npm run test:nodes` has more Nodes for it.
        test: {
          ...onPrograms,
          name: "nodes",
          include: ["test/nodes/**/*.test.ts"],
          globalSetup: [BUILT_CONSOLE],
        },
      },
    ],
  },
});
