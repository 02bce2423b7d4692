import { randomInt } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import { Program } from "./program.ts";

export const ROOT = fileURLToPath(new URL("../..", import.meta.url));
/** What `latchkey` runs. */
export const BIN = join(ROOT, "packages/cli/bin/latchkey.js");

/** A folder that is gone when the test has finished. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "latchkey-e2e-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/**
 * Runs the `latchkey` command in a process of its own, with nothing in its environment but what is given here (and
 * `PORT=0`), until somebody stops it.
 *
 * @param folder that it runs in
 */
export function runLatchkey(
  args: string[],
  environment: Readonly<Record<string, string>>,
  folder: string = ROOT,
): Program {
  const env = { PATH: process.env["PATH"], PORT: "0", ...environment };
  return new Program(process.execPath, [BIN, ...args], { cwd: folder, env });
}

/** The same, and it is gone when the test has finished. */
export function latchkey(args: string[], environment: Readonly<Record<string, string>>): Program {
  return kept(runLatchkey(args, environment));
}

/** Runs `npm start` in the same way. */
export function npmStart(args: string[], environment: Readonly<Record<string, string>>): Program {
  const npmArgs = ["start", "--silent", ...(args.length > 0 ? ["--", ...args] : [])];
  // npm wants a home to keep its own files in.
  const own = {
    PATH: process.env["PATH"],
    HOME: environment["LATCHKEY_DATA_DIR"],
    npm_config_update_notifier: "false",
  };
  return kept(new Program("npm", npmArgs, { cwd: ROOT, env: { ...own, PORT: "0", ...environment } }));
}

/** The address that a server printed. Throws what it printed instead. */
export async function addressOf(server: Program): Promise<string> {
  // The log, too, may name an address.
  await server.printed("Latchkey ");
  const address = /(?:ready: |listens on )(http:\S+)\n/.exec(server.output)?.[1];
  if (address === undefined) throw new Error(`no address was printed:\n${server.output}`);
  return address;
}

/** The same of a demo, once all that it greets with is there. */
export async function demoAddressOf(server: Program): Promise<string> {
  await server.printed("start the demo over");
  return addressOf(server);
}

/** A port that is very likely free, outside the range that the system hands out by itself. */
export function freePort(): number {
  return randomInt(20_000, 32_000);
}

/** Sees to it that a program is gone when the test has finished. */
export function kept(program: Program): Program {
  onTestFinished(async () => void (await program.stop("SIGKILL")));
  return program;
}
