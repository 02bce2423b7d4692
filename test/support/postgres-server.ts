import { startKeeper } from "./keeper.ts";
import type { PostgresAddress } from "./postgres-keeper.ts";

/** A real PostgreSQL server on a free port of the loopback address, with a superuser `postgres` that needs no password. */
export interface PostgresServer extends AsyncDisposable {
  /** URL of the database `postgres`. Tests work in one of their own: see `createPostgresDatabase`. */
  readonly url: string;
  /** Has the server end at once, as after a crash, and start again at the same address; resolves when it has. */
  readonly crash: () => Promise<void>;
  /** Ends open connections, stops the server and deletes its data. May be called again. */
  readonly stop: () => Promise<void>;
}

export interface PostgresOptions {
  /** Whether an acknowledged commit must survive a crash (`fsync`). Default `false`, which is several times faster. */
  durable?: boolean;
}

/**
 * Starts a server that ends with this process, however this process ends.
 *
 * @throws When the server can't start; the message holds the end of its log.
 */
export async function startPostgres({ durable = false }: PostgresOptions = {}): Promise<PostgresServer> {
  const script = new URL("./postgres-keeper.ts", import.meta.url);
  const { value, stop, tell } = await startKeeper<PostgresAddress>(script, durable ? ["--durable"] : []);
  return { url: value.url, crash: () => tell("crash"), stop, [Symbol.asyncDispose]: stop };
}
