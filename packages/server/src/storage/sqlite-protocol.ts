/** What the main thread and a SQLite worker say to each other. */

/** A value as SQLite stores it; integers cross as numbers and are exact or an error. */
export type SqliteValue = string | number | bigint | null | Uint8Array;

/** How a worker opens its connections. */
export interface SqliteThreadOptions {
  /** Path of the database file, which exists. */
  readonly path: string;
  /** A reader's connections refuse to write. */
  readonly role: "writer" | "reader";
  /** How long a statement waits for another process's lock, in milliseconds. */
  readonly busyTimeoutMs: number;
}

/** A statement, on one of the worker's connections. */
export interface SqliteStatement {
  /** Number of the connection; opened when first used. */
  readonly connection: number;
  readonly sql: string;
  readonly parameters: readonly SqliteValue[];
  /** Fails where no transaction is open: nobody waits for a `begin` before what is to happen within it. */
  readonly inTransaction: boolean;
}

export type SqliteRequest =
  | ({ readonly kind: "run" } & SqliteStatement)
  /** Starts a stream under a number chosen by the caller and answers with its first rows. */
  | ({ readonly kind: "stream"; readonly stream: number; readonly maxRows: number } & SqliteStatement)
  | { readonly kind: "next"; readonly stream: number; readonly maxRows: number }
  /** Ends streams before their last row, and with them the snapshot they hold; unknown numbers are ignored. */
  | { readonly kind: "finish"; readonly streams: readonly number[] }
  /** Rolls back what is open, if anything: SQLite rolls back by itself after some errors. */
  | { readonly kind: "rollback"; readonly connection: number }
  /** Checkpoints, closes the connections and ends the thread. */
  | { readonly kind: "close" };

/** Rows as arrays in the order of `columns`: half the cost of objects on the way between threads. */
export interface SqliteRows {
  readonly columns: readonly string[];
  readonly rows: SqliteValue[][];
  /** Rows inserted, changed or deleted; absent for statements that return rows. */
  readonly changes?: number;
  /** False while a stream has (or may have) more rows. */
  readonly done: boolean;
}

/** An error as it crosses; it never holds a parameter or a stored value. */
export interface SqliteFailure {
  readonly message: string;
  readonly code: string | undefined;
  /** SQLite's extended result code. */
  readonly errcode: number | undefined;
}

/** What was asked in one turn of the main thread: each message costs both sides more than most statements do. */
export type SqliteRequests = readonly { readonly id: number; readonly request: SqliteRequest }[];

/** Answers in the order of their requests. */
export type SqliteReplies = readonly SqliteReply[];

/** `id` is the request's; 0 says whether the worker could open the database. */
export type SqliteReply =
  | { readonly id: number; readonly result: SqliteRows; readonly failure?: undefined }
  | { readonly id: number; readonly failure: SqliteFailure };
