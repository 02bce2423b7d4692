import { Kysely, type Logger, sql } from "kysely";
import { EngineUnavailableError, type SqlEngine } from "./engine.ts";
import { createPrivateFile } from "./file-lock.ts";
import { SqliteThreadDialect, SqliteThreadDriver } from "./sqlite-dialect.ts";
import { SqliteError } from "./sqlite-thread.ts";

export interface SqliteOptions {
  /** Connections that read side by side, in one thread of their own. Default 4. */
  readonly maxReaders?: number;
  /** How long a statement waits for another process's lock, in milliseconds. Default 5000. */
  readonly busyTimeoutMs?: number;
  /** How long a call waits for a connection, in milliseconds. Default 10,000. */
  readonly acquireTimeoutMs?: number;
  /** A transaction or stream without a statement for this long is rolled back, in milliseconds. Default 60,000. */
  readonly idleTimeoutMs?: number;
  /** How long `close` waits for work under way, in milliseconds. Default 3000. */
  readonly closeGraceMs?: number;
  /** Hears of each statement when it has ended; absent: nobody does. */
  readonly log?: Logger | undefined;
}

/** SQLite's primary result codes that say "not now": busy, out of memory, I/O error, full, can't open, lock protocol. */
const UNAVAILABLE_CODES: ReadonlySet<number> = new Set([5, 7, 10, 13, 14, 15]);
/** SQLite's primary result codes that say "this is no database", or no whole one: corrupt, not a database. */
const DAMAGED_CODES: ReadonlySet<number> = new Set([11, 26]);
/** SQLITE_READONLY_DBMOVED: the file was moved or deleted under the connection. */
const DATABASE_MOVED = 1032;
/** SQLITE_CONSTRAINT_PRIMARYKEY, _UNIQUE, _ROWID. */
const UNIQUE_CODES: ReadonlySet<number> = new Set([1555, 2067, 2579]);

/**
 * Opens the embedded database, creating the file (readable by its owner alone) where there is none; its folder must
 * exist, on a local disk. One worker thread writes and one reads. Several processes may open one file.
 *
 * Every commit is on the disk before its promise resolves (`synchronous = full`).
 * Throws where the file can't be created, opened or written.
 */
export async function openSqlite<DB>(path: string, options: SqliteOptions = {}): Promise<SqlEngine<DB>> {
  const { maxReaders = 4, busyTimeoutMs = 5000, acquireTimeoutMs = 10_000 } = options;
  const { idleTimeoutMs = 60_000, closeGraceMs = 3000 } = options;
  if (path === "" || path === ":memory:") throw new TypeError("the embedded database needs a file");
  // SQLite gives the log and shared-memory files the mode of the database file.
  await createPrivateFile(path);
  const common = { path, busyTimeoutMs, acquireTimeoutMs, idleTimeoutMs, closeGraceMs };
  const writer = new SqliteThreadDriver({ ...common, role: "writer", maxConnections: 1 });
  const reader = new SqliteThreadDriver({ ...common, role: "reader", maxConnections: maxReaders });
  const close = async (): Promise<void> => {
    // The reader's thread ends first: the writer's last checkpoint then has nobody to wait for.
    await Promise.all([reader.close(), writer.drain()]);
    await writer.close();
  };
  try {
    // One after the other: the first sets the journal mode.
    await writer.init();
    await reader.init();
  } catch (error) {
    await close();
    throw error;
  }
  const logging = options.log && { log: options.log };
  return {
    name: "sqlite",
    sharedByNodes: false,
    writer: new Kysely<DB>({ ...logging, dialect: new SqliteThreadDialect(writer) }),
    reader: new Kysely<DB>({ ...logging, dialect: new SqliteThreadDialect(reader) }),
    columnTypes: { text: "text", integer: "integer", bytes: "blob", timestamp: sql`date`, boolean: "integer" },
    tableOptions: sql`strict`,
    isUniqueViolation: (error) => error instanceof SqliteError && UNIQUE_CODES.has(error.errcode ?? 0),
    isUnavailable,
    isDamaged: (error) => error instanceof SqliteError && DAMAGED_CODES.has((error.errcode ?? 0) & 0xff),
    close,
  };
}

function isUnavailable(error: unknown): boolean {
  if (error instanceof EngineUnavailableError) return true;
  if (!(error instanceof SqliteError) || error.errcode === undefined) return false;
  return UNAVAILABLE_CODES.has(error.errcode & 0xff) || error.errcode === DATABASE_MOVED;
}
