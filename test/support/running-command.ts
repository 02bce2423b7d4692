import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { expect } from "vitest";
import { addressOf, BIN, latchkey, ROOT, temporaryFolder } from "./latchkey.ts";
import { COMPILE_CACHE } from "./program.ts";

export const OPERATOR_TOKEN = "an-operator-token-of-the-command-s-own-tests";

/** A server without demo data, and a way to run commands against it. */
export async function running(made?: { readonly folder: string; readonly secret: string }) {
  const folder = made?.folder ?? (await temporaryFolder());
  const server = latchkey(["start"], {
    LATCHKEY_DATA_DIR: folder,
    ...(made && { LATCHKEY_SECRET: made.secret }),
    LATCHKEY_DEMO: "off",
    LATCHKEY_OPERATOR_TOKEN: OPERATOR_TOKEN,
    LATCHKEY_CATALOG: join(ROOT, "packages/server/catalogs/commerce.json"),
  });
  const url = await addressOf(server);
  const asOperator = { LATCHKEY_URL: url, LATCHKEY_OPERATOR_TOKEN: OPERATOR_TOKEN };

  /** Runs a command to its end: its exit code, and both its outputs. */
  async function run(args: string[], environment: Readonly<Record<string, string>> = asOperator) {
    const child = spawn(process.execPath, [BIN, ...args], {
      cwd: folder,
      env: { ...COMPILE_CACHE, PATH: process.env["PATH"], LATCHKEY_URL: url, ...environment },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const ended = once(child, "close");
    const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
    await ended;
    return { exitCode: child.exitCode, stdout, stderr };
  }
  /** Runs a command that has to succeed, and answers its JSON. */
  async function json<T>(...args: string[]): Promise<T> {
    const { exitCode, stdout, stderr } = await run([...args, "--json"]);
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
    return JSON.parse(stdout) as T;
  }
  return { folder, url, run, json, server };
}
