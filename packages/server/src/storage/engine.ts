import type { ColumnDataType, Expression, Kysely, RawBuilder } from "kysely";

/**
 * What differs between the SQL engines, as documented capabilities instead of `if`s. Queries are written once, in Kysely,
 * and run on both; the suite in `engine.test.ts` holds both engines to what is said here.
 *
 * Values cross as `string`, `number`, `null` and `Uint8Array`, in both directions. Integers are exact up to
 * ±(2^53 − 1); a larger one is an error, never a rounded number.
 *
 * A statement that fails inside a transaction aborts that transaction: every later statement fails until the caller
 * rolls back, to a savepoint or altogether. (PostgreSQL works so; the SQLite engine does the same, so that code tried on
 * one is right on the other.)
 */
export interface SqlEngine<DB> {
  readonly name: "sqlite" | "postgres";

  /** Whether several servers may be at work on one database. */
  readonly sharedByNodes: boolean;

  /**
   * Changing transactions, and everything else that writes. On SQLite this is one connection, so transactions queue,
   * first come first served; on PostgreSQL they run side by side at `read committed` and queue on the first row lock.
   */
  readonly writer: Kysely<DB>;

  /**
   * Read-only work. It never waits for a changing transaction (WAL snapshot, MVCC), and writing through it fails.
   * `reader.transaction()` is one consistent snapshot, taken by its first query; outside a transaction each query sees
   * what was committed when it started. `stream()` holds one chunk of rows at a time.
   */
  readonly reader: Kysely<DB>;

  /** Column types for migrations. JSON is kept in `text`: neither engine's own JSON type reads back the same. */
  readonly columnTypes: ColumnTypes;

  /** What ends a `create table`, if anything: `strict` on SQLite, which else would store text in an integer column. */
  readonly tableOptions: RawBuilder<unknown> | undefined;

  /** Whether a statement failed because a row with the same primary key or unique columns exists. */
  isUniqueViolation(error: unknown): boolean;

  /**
   * Whether the database, not the request, is at fault, and trying later may help: it can't be reached, shuts down, its
   * disk is full, it was busy for longer than the time-out. The caller answers 503. When a commit fails so, whether it
   * took place is not known.
   */
  isUnavailable(error: unknown): boolean;

  /** Whether what is kept isn't what the engine wrote, so that trying later doesn't help, and a backup may. */
  isDamaged(error: unknown): boolean;

  /**
   * Lets work that holds a connection finish, for a bounded time, then ends threads and connections; what still waits
   * for a connection, and every later call, fails as unavailable. Idempotent; never rejects. SQLite can't interrupt a
   * statement that runs: its end is waited for in any case.
   */
  close(): Promise<void>;
}

/** What a migration may know of the engine it runs on. */
export type MigrationEngine = Pick<SqlEngine<unknown>, "columnTypes" | "tableOptions">;

/** What `addColumn` takes. */
export type ColumnType = ColumnDataType | Expression<unknown>;

/** Column types that mean the same on every engine. */
export interface ColumnTypes {
  /** Text without U+0000, compared and sorted by code point; of any length, but in an index up to 2,700 bytes of UTF-8. */
  readonly text: ColumnType;
  /** 64-bit signed integer that reads back as a JS number. */
  readonly integer: ColumnType;
  /** Bytes, which read back as a `Uint8Array` of their own (not a view of a larger buffer). */
  readonly bytes: ColumnType;
  /** A point in time as better-auth keeps it; takes ISO 8601 text. Our own tables keep milliseconds in `integer`. */
  readonly timestamp: ColumnType;
  /** Yes or no as better-auth keeps it; takes 0 and 1. */
  readonly boolean: ColumnType;
}

/** The database can't serve now: it is closed, can't be reached, or its queue didn't move in time. */
export class EngineUnavailableError extends Error {
  override readonly name = "EngineUnavailableError";
}
