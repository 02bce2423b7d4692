import type { PostgresCursor, PostgresPool, PostgresPoolClient, PostgresQueryResult } from "kysely";
import pg from "pg";
import { EngineUnavailableError } from "./engine.ts";
import { SqlCursor } from "./postgres-cursor.ts";

const UNREACHABLE = "PostgreSQL can't be reached";

/** A `pg` pool as Kysely's driver wants it, with errors that say what failed and an end that is bounded in time. */
export class GuardedPool implements PostgresPool {
  readonly options: object;
  readonly #pool: pg.Pool;
  readonly #inUse = new Set<GuardedClient>();
  /** Those that wait for a connection: what to do when none can be had. */
  readonly #waiting = new Set<() => void>();
  readonly #open = new Set<pg.PoolClient>();
  #isLost = false;
  readonly #onIdle: (() => void)[] = [];
  #connecting = 0;
  #ending: Promise<void> | undefined;

  /** `onIdleError` hears of connections that broke while nobody used them; they are replaced at the next use. */
  constructor(config: pg.PoolConfig, onIdleError: (error: Error) => void) {
    this.#pool = new pg.Pool(config);
    this.#pool.on("error", (error: Error) => onIdleError(error));
    this.#pool.on("connect", (client) => void this.#open.add(client));
    this.#pool.on("remove", (client) => void this.#open.delete(client));
    this.options = this.#pool.options;
  }

  async connect(): Promise<GuardedClient> {
    this.#refuseIfEnding();
    if (this.#isLost) throw new EngineUnavailableError(UNREACHABLE);
    this.#connecting++;
    try {
      const client = new GuardedClient(await this.#acquire(), (released) => this.#forget(released));
      this.#inUse.add(client);
      if (this.#ending !== undefined) client.release();
      this.#refuseIfEnding();
      return client;
    } catch (error) {
      if (error instanceof EngineUnavailableError) throw error;
      throw new EngineUnavailableError("no connection to PostgreSQL could be had", { cause: error });
    } finally {
      this.#connecting--;
      this.#tellIfIdle();
    }
  }

  /** Breaks every connection, and turns callers away at once, those that wait too, until `find`. Idempotent. */
  lose(): void {
    this.#isLost = true;
    for (const refuse of this.#waiting) refuse();
    for (const client of this.#inUse) client.destroy();
    for (const client of this.#open) client.connection.stream.destroy();
  }

  /** Connections can be had again. Idempotent. */
  find(): void {
    this.#isLost = false;
  }

  /** Turns new callers away, waits up to `graceMs` for connections in use, then breaks those. Idempotent. */
  end(graceMs = 0): Promise<void> {
    this.#ending ??= this.#end(graceMs);
    return this.#ending;
  }

  async #end(graceMs: number): Promise<void> {
    const idle = Promise.withResolvers<void>();
    this.#onIdle.push(idle.resolve);
    const timer = setTimeout(() => {
      for (const client of this.#inUse) client.destroy();
      idle.resolve();
    }, graceMs);
    this.#tellIfIdle();
    await idle.promise;
    clearTimeout(timer);
    await this.#pool.end();
  }

  async #acquire(): Promise<pg.PoolClient> {
    const lost = Promise.withResolvers<never>();
    const refuse = () => lost.reject(new EngineUnavailableError(UNREACHABLE));
    this.#waiting.add(refuse);
    const acquired = this.#pool.connect();
    try {
      return await Promise.race([acquired, lost.promise]);
    } catch (error) {
      // It may come yet.
      acquired.then(
        (client) => client.release(true),
        () => undefined,
      );
      throw error;
    } finally {
      this.#waiting.delete(refuse);
    }
  }

  #refuseIfEnding(): void {
    if (this.#ending !== undefined) throw new EngineUnavailableError("the database is closed");
  }

  #forget(client: GuardedClient): void {
    this.#inUse.delete(client);
    this.#tellIfIdle();
  }

  #tellIfIdle(): void {
    if (this.#connecting + this.#inUse.size > 0) return;
    for (const resolve of this.#onIdle.splice(0)) resolve();
  }
}

/** One caller's hold on a connection, from acquisition to release. */
class GuardedClient implements PostgresPoolClient {
  readonly #client: pg.PoolClient;
  readonly #onRelease: (client: GuardedClient) => void;
  #lost: Error | undefined;
  #released = false;

  constructor(client: pg.PoolClient, onRelease: (client: GuardedClient) => void) {
    this.#client = client;
    this.#onRelease = onRelease;
    // The pool listens only while the connection is idle; an error that nobody hears would end the process.
    client.on("error", this.#abandon);
  }

  get inTransaction(): boolean {
    return this.#client.getTransactionStatus() !== "I";
  }

  query<R>(sql: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<R>>;
  query<R>(cursor: PostgresCursor<R>): PostgresCursor<R>;
  query<R>(
    query: string | PostgresCursor<R>,
    parameters: readonly unknown[] = [],
  ): Promise<PostgresQueryResult<R>> | PostgresCursor<R> {
    if (typeof query === "string") return this.run<R>(query, parameters);
    if (query instanceof SqlCursor) query.attach(this);
    return query;
  }

  async run<R>(sql: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<R>> {
    if (this.#lost !== undefined) throw connectionLost(this.#lost);
    refuseInexactIntegers(parameters);
    try {
      const { command, rowCount, rows } = await this.#client.query(sql, [...parameters]);
      return { command: command as PostgresQueryResult<R>["command"], rowCount: rowCount ?? 0, rows: rows as R[] };
    } catch (error) {
      if (error instanceof pg.DatabaseError) throw withoutValues(error);
      if (error instanceof UnreadableValueError) throw error;
      // No answer of the server's: the connection broke, or its time ran out and what it will answer next is anyone's guess.
      this.#abandon(error instanceof Error ? error : new Error(String(error)));
      throw connectionLost(error);
    }
  }

  /** Back to the pool; a connection that is lost, or in the middle of a transaction, is ended instead. */
  release(destroy = false): void {
    if (this.#released) return;
    this.#released = true;
    this.#client.off("error", this.#abandon);
    this.#client.release(destroy || this.#lost !== undefined || this.inTransaction);
    this.#onRelease(this);
  }

  /** Breaks the connection under whoever uses it. */
  destroy(): void {
    this.#client.connection.stream.destroy();
    this.#abandon(new Error("the database is closed"));
  }

  /** Makes room in the pool at once: whoever holds this connection may never come back to it. */
  readonly #abandon = (error: Error): void => {
    this.#lost ??= error;
    this.release(true);
  };
}

/** A stored value that can't be read as the engine promises. The connection is none the worse for it. */
export class UnreadableValueError extends RangeError {
  override readonly name = "UnreadableValueError";
}

function refuseInexactIntegers(parameters: readonly unknown[]): void {
  for (const [index, value] of parameters.entries()) {
    if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
      throw new TypeError(`parameter ${index + 1}: a whole number must be exact`);
    }
  }
}

function connectionLost(cause: unknown): EngineUnavailableError {
  return new EngineUnavailableError("the connection to PostgreSQL was lost", { cause });
}

/** PostgreSQL quotes rows in `detail` and `where`, and parameters in messages of class 22 (data exception). */
function withoutValues(error: pg.DatabaseError): pg.DatabaseError {
  error.detail = error.where = error.hint = error.internalQuery = undefined;
  if (error.code?.startsWith("22") === true) {
    error.message = `a parameter isn't a valid value of its type (SQLSTATE ${error.code})`;
  }
  return error;
}
