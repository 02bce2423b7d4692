import { randomUUID } from "node:crypto";
import pg from "pg";
import { inject } from "vitest";

declare module "vitest" {
  interface ProvidedContext {
    /** URL of the run's PostgreSQL server. */
    postgresUrl: string;
  }
}

/** An empty database of a test file's own on the PostgreSQL server of the test run. */
export interface PostgresDatabase extends AsyncDisposable {
  /** `postgres://…` */
  readonly url: string;
  /** Ends open connections and deletes the database. May be called again. */
  readonly drop: () => Promise<void>;
}

/**
 * Creates an empty database (UTF-8, collation "C").
 *
 * @param serverUrl Where; by default the server of the test run.
 */
export async function createPostgresDatabase(serverUrl: string = inject("postgresUrl")): Promise<PostgresDatabase> {
  const name = `test_${randomUUID().replaceAll("-", "")}`;
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  await run(serverUrl, `create database ${name}`);

  const drop = (): Promise<void> => run(serverUrl, `drop database if exists ${name} with (force)`);
  return { url: url.href, drop, [Symbol.asyncDispose]: drop };
}

async function run(serverUrl: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
