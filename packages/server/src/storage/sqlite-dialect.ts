import {
  CompiledQuery,
  type DatabaseIntrospector,
  type Dialect,
  type Driver,
  type Kysely,
  type QueryCompiler,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from "kysely";
import { EngineUnavailableError } from "./engine.ts";
import { SlotPool } from "./slot-pool.ts";
import { SqliteConnection } from "./sqlite-connection.ts";
import type { SqliteThreadOptions } from "./sqlite-protocol.ts";
import { SqliteThread } from "./sqlite-thread.ts";

export interface SqliteDriverOptions extends SqliteThreadOptions {
  /** How many connections the worker may open; 1 makes transactions queue. */
  readonly maxConnections: number;
  /** How long a caller waits for a connection, in milliseconds. */
  readonly acquireTimeoutMs: number;
  /** How long a transaction or stream may stay open without a statement, in milliseconds. */
  readonly idleTimeoutMs: number;
  /** How long `close` waits for connections in use, in milliseconds. */
  readonly closeGraceMs: number;
}

/**
 * Kysely's driver over one SQLite worker. A worker that died is replaced at the next acquisition; what was under way in
 * it is lost and fails as unavailable.
 */
export class SqliteThreadDriver implements Driver {
  readonly #options: SqliteDriverOptions;
  readonly #slots: SlotPool;
  #thread: Promise<SqliteThread> | undefined;
  #draining: Promise<"idle" | "expired"> | undefined;
  #closing: Promise<void> | undefined;

  constructor(options: SqliteDriverOptions) {
    this.#options = options;
    this.#slots = new SlotPool(options.maxConnections, options.acquireTimeoutMs);
  }

  /** Starts the worker; throws what keeps it from opening the database. */
  async init(): Promise<void> {
    await this.#liveThread();
  }

  async acquireConnection(): Promise<SqliteConnection> {
    const slot = await this.#slots.take();
    try {
      const thread = await this.#liveThread();
      return new SqliteConnection(thread, slot, this.#options, () => this.#slots.give(slot));
    } catch (error) {
      this.#slots.give(slot);
      throw error;
    }
  }

  async beginTransaction(connection: SqliteConnection): Promise<void> {
    connection.begin(this.#options.role === "writer" ? "begin immediate" : "begin");
  }

  async commitTransaction(connection: SqliteConnection): Promise<void> {
    await connection.commit();
  }

  async rollbackTransaction(connection: SqliteConnection): Promise<void> {
    await connection.rollback();
  }

  async savepoint(connection: SqliteConnection, name: string): Promise<void> {
    await connection.executeQuery(savepointQuery("savepoint", name));
  }

  async rollbackToSavepoint(connection: SqliteConnection, name: string): Promise<void> {
    await connection.rollbackToSavepoint(savepointQuery("rollback to", name));
  }

  async releaseSavepoint(connection: SqliteConnection, name: string): Promise<void> {
    await connection.executeQuery(savepointQuery("release", name));
  }

  async releaseConnection(connection: SqliteConnection): Promise<void> {
    await connection.end();
  }

  async destroy(): Promise<void> {
    await this.close();
  }

  /** Turns new callers away and waits, for a bounded time, for connections in use. Idempotent. */
  drain(): Promise<"idle" | "expired"> {
    this.#draining ??= this.#drain();
    return this.#draining;
  }

  /** Drains, then ends the worker: with a checkpoint, or by force where something is still under way. Idempotent. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #drain(): Promise<"idle" | "expired"> {
    const { promise: expired, resolve } = Promise.withResolvers<"expired">();
    const timer = setTimeout(() => resolve("expired"), this.#options.closeGraceMs);
    const outcome = await Promise.race([this.#slots.close(), expired]);
    clearTimeout(timer);
    return outcome ?? "idle";
  }

  async #close(): Promise<void> {
    const outcome = await this.drain();
    const thread = await this.#thread?.catch(() => undefined);
    await (outcome === "idle" ? thread?.close() : thread?.terminate());
  }

  async #liveThread(): Promise<SqliteThread> {
    for (;;) {
      this.#thread ??= SqliteThread.start(this.#options);
      const starting = this.#thread;
      try {
        const thread = await starting;
        if (thread.alive) return thread;
      } catch (error) {
        if (this.#thread === starting) this.#thread = undefined;
        throw error;
      }
      if (this.#closing !== undefined) throw new EngineUnavailableError("the database is closed");
      if (this.#thread === starting) this.#thread = undefined;
    }
  }
}

function savepointQuery(command: string, name: string): CompiledQuery {
  return CompiledQuery.raw(`${command} "${name.replaceAll('"', '""')}"`);
}

class SqliteThreadAdapter extends SqliteAdapter {
  /** The driver's own queue is fair and bounded in time, which Kysely's mutex for single connections is not. */
  override get supportsMultipleConnections(): boolean {
    return true;
  }

  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

/** Kysely's SQLite dialect over a worker thread. */
export class SqliteThreadDialect implements Dialect {
  readonly #driver: SqliteThreadDriver;

  constructor(driver: SqliteThreadDriver) {
    this.#driver = driver;
  }

  createDriver(): Driver {
    return this.#driver;
  }

  createAdapter(): SqliteAdapter {
    return new SqliteThreadAdapter();
  }

  createQueryCompiler(): QueryCompiler {
    return new SqliteQueryCompiler();
  }

  createIntrospector(db: Kysely<unknown>): DatabaseIntrospector {
    return new SqliteIntrospector(db);
  }
}
