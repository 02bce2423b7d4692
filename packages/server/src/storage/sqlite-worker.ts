import { DatabaseSync, type StatementSync } from "node:sqlite";
import { parentPort, workerData } from "node:worker_threads";
import type {
  SqliteFailure,
  SqliteReplies,
  SqliteReply,
  SqliteRequest,
  SqliteRequests,
  SqliteRows,
  SqliteStatement,
  SqliteThreadOptions,
  SqliteValue,
} from "./sqlite-protocol.ts";

/**
 * A worker thread that owns SQLite connections. node:sqlite is synchronous: here an fsync or a long query holds up
 * nobody but this thread's own queue.
 */

/** Statements kept prepared per connection; the least recently used gives way. */
const MAX_CACHED_STATEMENTS = 256;
/** The write-ahead log is cut back to this size after a large transaction. */
const MAX_IDLE_WAL_BYTES = 64 * 1024 * 1024;
const SQLITE_BUSY = 5;
const NOTHING: SqliteRows = { columns: [], rows: [], done: true };

interface Prepared {
  readonly statement: StatementSync;
  readonly returnsRows: boolean;
}

interface Connection {
  readonly database: DatabaseSync;
  /** In order of last use. */
  readonly cache: Map<string, Prepared>;
}

interface Stream {
  readonly columns: readonly string[];
  readonly iterator: Iterator<SqliteValue[]>;
}

const options = workerData as SqliteThreadOptions;
const connections = new Map<number, Connection>();
const streams = new Map<number, Stream>();

function openConnection(): Connection {
  const database = new DatabaseSync(options.path, {
    timeout: options.busyTimeoutMs,
    enableForeignKeyConstraints: true,
    enableDoubleQuotedStringLiterals: false,
    allowExtension: false,
    defensive: true,
  });
  try {
    useWriteAheadLog(database);
    database.exec(
      `pragma synchronous = full; pragma trusted_schema = off; pragma journal_size_limit = ${MAX_IDLE_WAL_BYTES};`,
    );
    if (options.role === "reader") database.exec("pragma query_only = on");
  } catch (error) {
    database.close();
    throw error;
  }
  return { database, cache: new Map() };
}

/** Where several processes open a new file at once, SQLite now and then calls it busy without waiting for the time-out. */
function useWriteAheadLog(database: DatabaseSync): void {
  const deadlineMs = performance.now() + options.busyTimeoutMs;
  for (;;) {
    try {
      const mode = database.prepare("pragma journal_mode = wal").get()?.["journal_mode"];
      if (mode === "wal") return;
      throw new Error(`the database file can't use a write-ahead log (its journal mode stays "${String(mode)}")`);
    } catch (error) {
      const { errcode } = describeFailure(error);
      if (errcode === undefined || (errcode & 0xff) !== SQLITE_BUSY || performance.now() > deadlineMs) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
    }
  }
}

function connectionAt(index: number): Connection {
  let connection = connections.get(index);
  if (connection === undefined) {
    connection = openConnection();
    connections.set(index, connection);
  }
  return connection;
}

function connectionFor({ connection: index, inTransaction }: SqliteStatement): Connection {
  const connection = connectionAt(index);
  if (inTransaction && !connection.database.isTransaction) throw new Error("no transaction is open");
  return connection;
}

function prepare(database: DatabaseSync, sql: string): Prepared {
  const statement = database.prepare(sql);
  statement.setReturnArrays(true);
  return { statement, returnsRows: statement.columns().length > 0 };
}

function prepareCached({ database, cache }: Connection, sql: string): Prepared {
  let prepared = cache.get(sql);
  if (prepared === undefined) {
    prepared = prepare(database, sql);
    if (cache.size >= MAX_CACHED_STATEMENTS) {
      const [oldest] = cache.keys();
      if (oldest !== undefined) cache.delete(oldest);
    }
  } else {
    cache.delete(sql);
  }
  cache.set(sql, prepared);
  return prepared;
}

/** Read after the statement ran, when SQLite has taken notice of a changed schema. */
function columnNames(statement: StatementSync): string[] {
  return statement.columns().map((column) => column.name);
}

/** node:sqlite binds every number as a float; whole ones mean integers (`typeof`, division, strict columns). */
function bindable(parameters: readonly SqliteValue[]): SqliteValue[] {
  return parameters.map((value) => (Number.isSafeInteger(value) ? BigInt(value as number) : value));
}

function run(request: SqliteStatement): SqliteRows {
  const { statement, returnsRows } = prepareCached(connectionFor(request), request.sql);
  const parameters = bindable(request.parameters);
  if (!returnsRows) return { ...NOTHING, changes: Number(statement.run(...parameters).changes) };
  const rows = statement.all(...parameters) as unknown as SqliteValue[][];
  return { columns: rows.length > 0 ? columnNames(statement) : [], rows, done: true };
}

function startStream(request: SqliteStatement, stream: number, maxRows: number): SqliteRows {
  // Not from the cache: another run of the same statement would reset it under the stream.
  const { statement } = prepare(connectionFor(request).database, request.sql);
  const iterator = statement.iterate(...bindable(request.parameters)) as unknown as Iterator<SqliteValue[]>;
  const rows = take(iterator, maxRows);
  const columns = columnNames(statement);
  const done = rows.length < maxRows;
  if (!done) streams.set(stream, { columns, iterator });
  return { columns, rows, done };
}

function continueStream(stream: number, maxRows: number): SqliteRows {
  const open = streams.get(stream);
  if (open === undefined) throw new Error("the stream is no longer open");
  try {
    const rows = take(open.iterator, maxRows);
    const done = rows.length < maxRows;
    if (done) streams.delete(stream);
    return { columns: open.columns, rows, done };
  } catch (error) {
    streams.delete(stream);
    throw error;
  }
}

function take(iterator: Iterator<SqliteValue[]>, maxRows: number): SqliteValue[][] {
  const rows: SqliteValue[][] = [];
  while (rows.length < maxRows) {
    const next = iterator.next();
    if (next.done === true) break;
    rows.push(next.value);
  }
  return rows;
}

function finishStreams(numbers: Iterable<number>): void {
  for (const number of numbers) {
    streams.get(number)?.iterator.return?.();
    streams.delete(number);
  }
}

function rollback(index: number): void {
  const database = connections.get(index)?.database;
  if (database?.isTransaction === true) database.exec("rollback");
}

function close(): void {
  finishStreams([...streams.keys()]);
  for (const { database } of connections.values()) {
    if (database.isTransaction) database.exec("rollback");
    // As much as other processes allow, without waiting; what stays in the log is as durable as the rest.
    if (options.role === "writer") database.exec("pragma busy_timeout = 0; pragma wal_checkpoint(truncate)");
    database.close();
  }
  connections.clear();
}

function answer(request: SqliteRequest): SqliteRows {
  switch (request.kind) {
    case "run":
      return run(request);
    case "stream":
      return startStream(request, request.stream, request.maxRows);
    case "next":
      return continueStream(request.stream, request.maxRows);
    case "finish":
      finishStreams(request.streams);
      return NOTHING;
    case "rollback":
      rollback(request.connection);
      return NOTHING;
    case "close":
      close();
      return NOTHING;
  }
}

function describeFailure(error: unknown): SqliteFailure {
  const { message, code, errcode } = error as { message?: unknown; code?: unknown; errcode?: unknown };
  return {
    // The one message of node:sqlite that quotes a stored value.
    message: code === "ERR_OUT_OF_RANGE" ? "an integer beyond ±(2^53 − 1) can't be read exactly" : String(message),
    code: typeof code === "string" ? code : undefined,
    errcode: typeof errcode === "number" ? errcode : undefined,
  };
}

function attempt(id: number, work: () => SqliteRows): SqliteReply {
  try {
    return { id, result: work() };
  } catch (error) {
    return { id, failure: describeFailure(error) };
  }
}

function send(replies: SqliteReplies): void {
  parentPort?.postMessage(replies);
}

/** Answers what belongs together at once; one caller's long query doesn't hold up an answer to another. */
parentPort?.on("message", (requests: SqliteRequests) => {
  let replies: SqliteReply[] = [];
  let connection: number | undefined;
  for (const { id, request } of requests) {
    const asker = "connection" in request ? request.connection : undefined;
    if (asker !== connection && replies.length > 0) {
      send(replies);
      replies = [];
    }
    connection = asker;
    replies.push(attempt(id, () => answer(request)));
  }
  send(replies);
  if (requests.some(({ request }) => request.kind === "close")) parentPort?.close();
});
send([
  attempt(0, () => {
    connectionAt(0);
    return NOTHING;
  }),
]);
