import { randomBytes, randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { onTestFinished } from "vitest";
import type { Machine } from "../machine.ts";
import { type Config, parseConfig } from "../config.ts";
import { openPostgres } from "../storage/postgres.ts";
import type { Schema } from "../storage/schema.ts";
import { openSqlite } from "../storage/sqlite.ts";
import { createTestDatabase, type EngineName } from "../storage/test-database.ts";
import { createTestServer, SERVER_SECRET, START_MS, type TestServer, type TestServerOptions } from "../test-server.ts";
import { DATABASE_FILE } from "./serve.ts";

/** A machine whose clock stands still, for commands. */
export const MACHINE: Machine = {
  clock: { nowMs: () => START_MS, monotonicMs: () => 0 },
  randomBytes,
  newId: randomUUID,
  // Background work of a server that a command starts runs once.
  wait: (_ms, signal) =>
    signal.aborted
      ? Promise.resolve()
      : new Promise((resolve) => signal.addEventListener("abort", () => resolve(), { once: true })),
  idleMs: () => 0,
  rest: () => Promise.resolve(),
  logger: pino({ level: "silent" }),
};

/** A place for an installation, and what the commands are told of it. */
export interface Place {
  readonly config: Config;
  /** Starts a server there, closed when the test has finished. */
  serve(options?: Pick<TestServerOptions, "secret" | "previousSecret" | "sendWebhook">): Promise<TestServer>;
}

/** An empty place of one test's own. */
export async function createPlace(
  name: EngineName,
  environment: Readonly<Record<string, string>> = {},
): Promise<Place> {
  const dataDir = await createFolder();
  const databaseUrl = name === "postgres" ? (await createTestDatabase(name)).address : undefined;
  const config = parseConfig({
    LATCHKEY_SECRET: SERVER_SECRET,
    LATCHKEY_DATA_DIR: dataDir,
    LATCHKEY_DATABASE_URL: databaseUrl,
    ...environment,
  });
  return {
    config,
    async serve(options = {}) {
      const engine = databaseUrl
        ? await openPostgres<Schema>(databaseUrl)
        : await openSqlite<Schema>(join(dataDir, DATABASE_FILE));
      const server = await createTestServer({ ...options, engine });
      onTestFinished(() => server.close());
      return server;
    },
  };
}

/** A folder that is removed when the test has finished. */
export async function createFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "latchkey-place-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}
