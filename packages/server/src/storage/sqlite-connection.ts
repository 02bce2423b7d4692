import { AbortedTransactionError, type CompiledQuery, type DatabaseConnection, type QueryResult } from "kysely";
import { EngineUnavailableError } from "./engine.ts";
import type {
  SqliteRequest,
  SqliteRows,
  SqliteStatement,
  SqliteThreadOptions,
  SqliteValue,
} from "./sqlite-protocol.ts";
import { SqliteError, type SqliteThread } from "./sqlite-thread.ts";

/** A caller's hold on one of a worker's connections, from acquisition to release. */
export class SqliteConnection implements DatabaseConnection {
  static #lastStream = 0;

  readonly #thread: SqliteThread;
  readonly #connection: number;
  readonly #readsOnly: boolean;
  readonly #idleTimeoutMs: number;
  readonly #onEnd: () => void;
  readonly #streams = new Set<number>();
  #transaction: "none" | "open" | "failed" = "none";
  /** What the transaction began with, until something within it has been answered. */
  #beginning: Promise<unknown> | undefined;
  #idleTimer: NodeJS.Timeout | undefined;
  #ended: string | undefined;

  /**
   * `idleTimeoutMs`: how long a transaction or a stream may stay open without a statement before it is rolled back and
   * its connection taken away (it holds the write lock, or a snapshot that keeps the log from being cut).
   * `onEnd` is called once, when the connection is free again.
   */
  constructor(
    thread: SqliteThread,
    connection: number,
    { idleTimeoutMs, role }: { readonly idleTimeoutMs: number; readonly role: SqliteThreadOptions["role"] },
    onEnd: () => void,
  ) {
    this.#thread = thread;
    this.#connection = connection;
    this.#readsOnly = role === "reader";
    this.#idleTimeoutMs = idleTimeoutMs;
    this.#onEnd = onEnd;
  }

  async executeQuery<R>({ sql, parameters }: Pick<CompiledQuery, "sql" | "parameters">): Promise<QueryResult<R>> {
    this.#refuseIfFailed();
    const result = await this.#answer({ kind: "run", ...this.#statement(sql, parameters) });
    const rows = toObjects<R>(result);
    return result.changes === undefined ? { rows } : { rows, numAffectedRows: BigInt(result.changes) };
  }

  async *streamQuery<R>({ sql, parameters }: CompiledQuery, chunkSize: number): AsyncIterableIterator<QueryResult<R>> {
    this.#refuseIfFailed();
    const stream = ++SqliteConnection.#lastStream;
    const statement = this.#statement(sql, parameters);
    this.#streams.add(stream);
    try {
      let chunk = await this.#answer({ kind: "stream", stream, maxRows: chunkSize, ...statement });
      for (;;) {
        if (chunk.done) this.#streams.delete(stream);
        if (chunk.rows.length > 0) yield { rows: toObjects<R>(chunk) };
        if (chunk.done) return;
        chunk = await this.#request({ kind: "next", stream, maxRows: chunkSize });
      }
    } finally {
      // Left early: by the consumer or by an error. A worker that is gone has nothing left to finish.
      if (this.#streams.delete(stream)) {
        await this.#thread.request({ kind: "finish", streams: [stream] }).catch(() => undefined);
      }
    }
  }

  /** Nobody waits for it: where it fails, so does the first statement of the transaction, with what it failed with. */
  begin(sql: string): void {
    this.#beginning = this.#request({ kind: "run", ...this.#statement(sql, []) });
    this.#beginning.catch(() => undefined);
    this.#transaction = "open";
    this.#watchIdle();
  }

  /** Throws `AbortedTransactionError`, as PostgreSQL's driver does, where a statement had failed. */
  async commit(): Promise<void> {
    if (this.#transaction === "failed") {
      await this.rollback();
      throw new AbortedTransactionError();
    }
    const committed = this.#request({ kind: "run", ...this.#statement("commit", []) });
    // Nothing depends on the end of what only read; whoever has the connection next comes after it.
    if (this.#readsOnly) committed.catch(() => this.#thread.terminate());
    else await committed;
    this.#transaction = "none";
    this.#watchIdle();
  }

  /** Never fails on account of a transaction that is gone already: its caller is about to throw what went wrong. */
  async rollback(): Promise<void> {
    this.#transaction = "none";
    clearTimeout(this.#idleTimer);
    if (this.#ended !== undefined) return;
    try {
      await this.#thread.request({ kind: "rollback", connection: this.#connection });
    } catch {
      // Whatever state it is in, a new worker begins without it.
      await this.#thread.terminate();
    }
  }

  async rollbackToSavepoint(query: CompiledQuery): Promise<void> {
    const failed = this.#transaction === "failed";
    await this.#request({ kind: "run", ...this.#statement(query.sql, query.parameters) });
    if (failed) this.#transaction = "open";
  }

  /** Gives the connection back, clean. Safe to call again. */
  async end(reason = "the connection was already given back"): Promise<void> {
    if (this.#ended !== undefined) return;
    this.#ended = reason;
    clearTimeout(this.#idleTimer);
    const cleaning: SqliteRequest[] = [];
    if (this.#streams.size > 0) cleaning.push({ kind: "finish", streams: [...this.#streams] });
    if (this.#transaction !== "none") cleaning.push({ kind: "rollback", connection: this.#connection });
    try {
      await Promise.all(cleaning.map((request) => this.#thread.request(request)));
    } catch {
      await this.#thread.terminate();
    }
    this.#onEnd();
  }

  #statement(sql: string, parameters: readonly unknown[]): SqliteStatement {
    const inTransaction = this.#transaction === "open";
    return { connection: this.#connection, sql, parameters: parameters.map(toSqliteValue), inTransaction };
  }

  async #answer(request: SqliteRequest): Promise<SqliteRows> {
    const [rows] = await Promise.all([this.#request(request), this.#beginning]);
    this.#beginning = undefined;
    return rows;
  }

  async #request(request: SqliteRequest): Promise<SqliteRows> {
    if (this.#ended !== undefined) throw new EngineUnavailableError(this.#ended);
    clearTimeout(this.#idleTimer);
    try {
      return await this.#thread.request(request);
    } catch (error) {
      // Made where the worker's answer came in; what matters is who asked.
      if (error instanceof Error) Error.captureStackTrace(error);
      // Where the worker is gone, every later request says so by itself.
      if (error instanceof SqliteError && this.#transaction === "open") this.#transaction = "failed";
      throw error;
    } finally {
      this.#watchIdle();
    }
  }

  #refuseIfFailed(): void {
    if (this.#transaction !== "failed") return;
    throw new Error("a statement of this transaction failed: nothing but a rollback is possible");
  }

  #watchIdle(): void {
    clearTimeout(this.#idleTimer);
    if (this.#ended !== undefined || (this.#transaction === "none" && this.#streams.size === 0)) return;
    this.#idleTimer = setTimeout(() => {
      void this.end(`a transaction or stream was idle for ${this.#idleTimeoutMs} ms and was rolled back`);
    }, this.#idleTimeoutMs);
  }
}

/** Refuses what would be stored otherwise than it reads, or what PostgreSQL refuses; the message never shows the value. */
function toSqliteValue(value: unknown, index: number): SqliteValue {
  if (value === null || typeof value === "bigint") return value;
  if (typeof value === "string") {
    if (!value.includes("\0")) return value;
    throw new TypeError(`parameter ${index + 1}: text can't hold U+0000`);
  }
  if (typeof value === "number") {
    if (Number.isFinite(value) && (Number.isSafeInteger(value) || !Number.isInteger(value))) return value;
    throw new TypeError(`parameter ${index + 1}: a number must be finite, and exact if it is whole`);
  }
  // A copy of its own: a Buffer may be a window on a pool that holds other things, all of which would cross.
  if (value instanceof Uint8Array) return new Uint8Array(value);
  throw new TypeError(`parameter ${index + 1}: ${typeof value} is not a type that the database holds`);
}

function toObjects<R>({ columns, rows }: SqliteRows): R[] {
  return rows.map((row) => {
    const object: Record<string, unknown> = {};
    for (let index = 0; index < columns.length; index++) object[columns[index] as string] = row[index];
    return object as R;
  });
}
