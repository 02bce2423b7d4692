// Runs the tests of the published SDK on the oldest Node of each line that it promises to work on: what is newer has all that they have. They
// come from npm, into a folder that is removed again. The newest Node is the one that runs all other tests.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The first is what `engines` of packages/sdk/build.ts says. */
const VERSIONS = ["20.16.0", "22.0.0", "24.0.0"];

const root = fileURLToPath(new URL("..", import.meta.url));
const platform = process.platform === "win32" ? "win" : process.platform;
const folder = mkdtempSync(join(tmpdir(), "latchkey-nodes-"));
let running: ChildProcess | undefined;

/** Runs a program to its end, and throws where it fails. */
async function run(path: string, args: string[], env: NodeJS.ProcessEnv = process.env): Promise<void> {
  running = spawn(path, args, { cwd: root, env, stdio: "inherit" });
  const [code] = (await once(running, "close")) as [number | null];
  if (code !== 0) throw new Error(`${path} ${args[0] ?? ""} failed`);
}

// The one that runs ends by it, and with it all of this, by way of `finally`.
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => running?.kill(signal));
try {
  const packages = VERSIONS.map((version) => `node-${version}@npm:node-${platform}-${process.arch}@${version}`);
  // Neither into the checkout nor into the user's cache: 500 MB that nothing else wants.
  const into = ["--prefix", folder, "--cache", join(folder, "npm-cache")];
  await run("npm", ["install", "--no-audit", "--no-fund", "--ignore-scripts", ...into, ...packages]);
  const nodes = VERSIONS.map((version) => join(folder, `node_modules/node-${version}/bin/node`));
  await run("npx", ["vitest", "run", "--configLoader", "native", "--project", "nodes"], {
    ...process.env,
    LATCHKEY_TEST_NODES: nodes.join(delimiter),
  });
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
