import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { onTestFinished } from "vitest";
import { createPostgresDatabase, type PostgresDatabase } from "../../../../test/support/postgres.ts";
import type { SqlEngine } from "./engine.ts";
import { openPostgres } from "./postgres.ts";
import { openSqlite } from "./sqlite.ts";

export type EngineName = SqlEngine<unknown>["name"];

/** For `describe.each`: what must hold holds on each. */
export const engineNames: readonly EngineName[] = ["sqlite", "postgres"];

/** Bounds that tests of waiting make short. */
export interface TestEngineOptions {
  readonly maxWriters?: number;
  readonly maxReaders?: number;
  readonly acquireTimeoutMs?: number;
  readonly idleTimeoutMs?: number;
  readonly closeGraceMs?: number;
}

/** An empty database of one test's own: a file in a temporary folder, or a database of the run's PostgreSQL. */
export interface TestDatabase {
  readonly name: EngineName;
  /** Path of the file, or `postgres://…`. */
  readonly address: string;
  /** Opens it, as often as one likes; what is open is closed when the test has finished. */
  open<DB>(options?: TestEngineOptions): Promise<SqlEngine<DB>>;
}

/** Creates a database that is deleted when the test that asked for it has finished. */
export async function createTestDatabase(name: EngineName): Promise<TestDatabase> {
  const engines: SqlEngine<never>[] = [];
  const { address, drop } = name === "sqlite" ? await createFolder() : await createDatabase();
  onTestFinished(async () => {
    await Promise.all(engines.map((engine) => engine.close()));
    await drop();
  });
  const open = async <DB>(options: TestEngineOptions = {}): Promise<SqlEngine<DB>> => {
    const engine = await (name === "sqlite" ? openSqlite<DB>(address, options) : openPostgres<DB>(address, options));
    engines.push(engine as unknown as SqlEngine<never>);
    return engine;
  };
  return { name, address, open };
}

interface Place {
  readonly address: string;
  readonly drop: () => Promise<void>;
}

async function createFolder(): Promise<Place> {
  const folder = await mkdtemp(join(tmpdir(), "latchkey-test-"));
  return { address: join(folder, "test.db"), drop: () => rm(folder, { recursive: true, force: true }) };
}

/**
 * Databases of this process that no test uses; they go with the run's server. Creating one takes a quarter of a second, emptying one a
 * hundredth.
 */
const spareDatabases: PostgresDatabase[] = [];

async function createDatabase(): Promise<Place> {
  const database = spareDatabases.pop() ?? (await createPostgresDatabase());
  const drop = async (): Promise<void> => {
    await empty(database.url);
    spareDatabases.push(database);
  };
  return { address: database.url, drop };
}

async function empty(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query("drop schema public cascade; create schema public");
  } finally {
    await client.end();
  }
}
