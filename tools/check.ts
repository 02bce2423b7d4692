// Runs the checks of everything that isn't tested by running it, two at a time: most of them use one core.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";

const AT_ONCE = 2;

const checks = ["check:lint", "check:format", "check:layers", "check:unused", "check:docs", "check:openapi"];

async function run(check: string): Promise<void> {
  const child = spawn(process.execPath, ["--run", check], { stdio: ["ignore", "pipe", "pipe"] });
  const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
  // Whole, so that what two of them say isn't mixed.
  process.stdout.write(output + errors);
  if (child.exitCode === 0) return;
  process.stdout.write(`${check} failed\n`);
  process.exitCode = 1;
}

/** Takes one after another from what is left to check. */
async function runRest(): Promise<void> {
  for (let check = checks.shift(); check !== undefined; check = checks.shift()) await run(check);
}

await Promise.all(Array.from({ length: AT_ONCE }, runRest));
