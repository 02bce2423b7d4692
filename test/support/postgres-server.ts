import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";

/** A real PostgreSQL server on a free port of the loopback address, with a superuser `postgres` that needs no password. */
export interface PostgresServer extends AsyncDisposable {
  /** URL of the database `postgres`. Tests work in one of their own: see `createPostgresDatabase`. */
  readonly url: string;
  /** Ends open connections, stops the server and deletes its data. May be called again. */
  stop(): Promise<void>;
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
export async function startPostgres(options: PostgresOptions = {}): Promise<PostgresServer> {
  const supervisor = spawn(
    process.execPath,
    [new URL("./postgres-supervisor.ts", import.meta.url).pathname, ...(options.durable === true ? ["--durable"] : [])],
    // In a process group of its own, so that a Ctrl-C in the terminal reaches it only as the end of its standard input.
    { detached: true, stdio: ["pipe", "pipe", "pipe"] },
  );
  const exited = once(supervisor, "close");
  const errors = text(supervisor.stderr);
  // Already gone: nothing left to tell it.
  supervisor.stdin.on("error", () => {});

  const line = await Promise.race([once(createInterface(supervisor.stdout), "line"), exited.then(() => undefined)]);
  if (line === undefined) throw new Error(`The test database didn't start: ${await errors}`);
  const { url } = JSON.parse(String(line[0])) as { url: string };

  async function stop(): Promise<void> {
    supervisor.stdin.end();
    await exited;
  }
  return { url, stop, [Symbol.asyncDispose]: stop };
}
