import {
  type DatabaseConnection,
  type Driver,
  Kysely,
  type Logger,
  PostgresDialect,
  type PostgresDialectConfig,
  PostgresDriver,
  sql,
  type TransactionSettings,
} from "kysely";
import pg from "pg";
import { EngineUnavailableError, type SqlEngine } from "./engine.ts";
import { SqlCursor } from "./postgres-cursor.ts";
import { GuardedPool, UnreadableValueError } from "./postgres-pool.ts";
import { PostgresWatch } from "./postgres-watch.ts";

export interface PostgresOptions {
  /** Connections that change at most. They queue on the change counter, so more gain little. Default 4. */
  readonly maxWriters?: number;
  /** Connections that read at most. Default 8. */
  readonly maxReaders?: number;
  /** How long a call waits for a connection, free or new, in milliseconds. Default 10,000. */
  readonly acquireTimeoutMs?: number;
  /** How long a statement may take, in milliseconds. Default 30,000. */
  readonly statementTimeoutMs?: number;
  /** How much longer than that to wait for an answer before the connection counts as lost, in milliseconds. Default 5000. */
  readonly answerMarginMs?: number;
  /** A transaction or stream without a statement for this long is rolled back, in milliseconds. Default 60,000. */
  readonly idleTimeoutMs?: number;
  /**
   * A changing transaction without a statement for this long is rolled back, in milliseconds: one whose server was cut off keeps all
   * others from changing anything meanwhile. Default: `idleTimeoutMs`.
   */
  readonly changeIdleTimeoutMs?: number;
  /** How long after one sign of life the next is asked of the database, in milliseconds. Default 1000. */
  readonly watchEveryMs?: number;
  /** How long a sign of life may take before every connection counts as lost, in milliseconds. Default 3000. */
  readonly watchPatienceMs?: number;
  /** How long `close` waits for work under way, in milliseconds. Default 3000. */
  readonly closeGraceMs?: number;
  /** Hears of connections that broke while idle. They are replaced when needed; the default does nothing more. */
  readonly onIdleError?: (error: Error) => void;
  /** Hears of each statement when it has ended; absent: nobody does. */
  readonly log?: Logger | undefined;
}

const UNIQUE_VIOLATION = "23505";

/** SQLSTATE codes of corrupted data and of a corrupted index. */
const DAMAGED_STATES: ReadonlySet<string> = new Set(["XX001", "XX002"]);

/**
 * SQLSTATE classes and codes that say "not now": connection exception, insufficient resources, system error; shut down,
 * crashed or starting; cancelled by a time-out; serialization failure, deadlock, lock not available; idle time-outs.
 */
const UNAVAILABLE_CLASSES: ReadonlySet<string> = new Set(["08", "53", "57", "58"]);
const UNAVAILABLE_STATES: ReadonlySet<string> = new Set(["40001", "40P01", "55P03", "25P03", "25P04"]);

/**
 * Connects to PostgreSQL, or to a distributed engine that speaks its protocol. `url` is `postgres://…` as libpq defines
 * it. A pooler between must keep sessions (PgBouncer: `pool_mode = session`): time-outs and read-only are session settings.
 *
 * Throws `EngineUnavailableError` where the database can't be reached, and `TypeError` where the URL is none; neither
 * message holds the password.
 */
export async function openPostgres<DB>(url: string, options: PostgresOptions = {}): Promise<SqlEngine<DB>> {
  const { maxWriters = 4, maxReaders = 8, closeGraceMs = 3000, onIdleError = () => undefined } = options;
  const common = poolConfig(url, options);
  const { changeIdleTimeoutMs = common.idle_in_transaction_session_timeout } = options;
  const changing = { ...common, idle_in_transaction_session_timeout: changeIdleTimeoutMs };
  const writerPool = new GuardedPool({ ...changing, max: maxWriters }, onIdleError);
  const readOnly = `${common.options ?? ""} -c default_transaction_read_only=on`.trim();
  const readerPool = new GuardedPool({ ...common, max: maxReaders, options: readOnly }, onIdleError);
  const pools = [readerPool, writerPool];
  const watches: PostgresWatch[] = [];
  const logging = options.log && { log: options.log };
  const engine: SqlEngine<DB> = {
    name: "postgres",
    sharedByNodes: true,
    writer: new Kysely<DB>({ ...logging, dialect: new TunedDialect(writerPool, { isolationLevel: "read committed" }) }),
    reader: new Kysely<DB>({
      ...logging,
      dialect: new TunedDialect(readerPool, { isolationLevel: "repeatable read", accessMode: "read only" }),
    }),
    columnTypes: {
      text: sql`text collate "C"`,
      integer: "bigint",
      bytes: "bytea",
      timestamp: "timestamptz",
      boolean: "boolean",
    },
    tableOptions: undefined,
    isUniqueViolation: (error) => error instanceof pg.DatabaseError && error.code === UNIQUE_VIOLATION,
    isUnavailable,
    isDamaged: (error) => error instanceof pg.DatabaseError && DAMAGED_STATES.has(error.code ?? ""),
    close: async () => {
      await Promise.all([...watches.map((watch) => watch.stop()), ...pools.map((pool) => pool.end(closeGraceMs))]);
    },
  };
  try {
    await checkEncoding(engine.writer);
  } catch (error) {
    await engine.close();
    throw error;
  }
  const { watchEveryMs = 1_000, watchPatienceMs = 3_000 } = options;
  watches.push(
    new PostgresWatch({
      config: common,
      everyMs: watchEveryMs,
      patienceMs: watchPatienceMs,
      onLost: () => pools.forEach((pool) => pool.lose()),
      onFound: () => pools.forEach((pool) => pool.find()),
    }),
  );
  return engine;
}

function poolConfig(url: string, options: PostgresOptions): pg.PoolConfig {
  const { acquireTimeoutMs = 10_000, statementTimeoutMs = 30_000, answerMarginMs = 5000 } = options;
  // The error of `new URL` would carry the password.
  if (!URL.canParse(url)) throw new TypeError("the database URL can't be parsed");
  const address = new URL(url);
  // What the URL says would replace, not join, the options given here.
  const sessionOptions = address.searchParams.get("options") ?? undefined;
  address.searchParams.delete("options");
  return {
    connectionString: address.href,
    options: sessionOptions,
    application_name: "latchkey",
    connectionTimeoutMillis: acquireTimeoutMs,
    statement_timeout: statementTimeoutMs,
    query_timeout: statementTimeoutMs + answerMarginMs,
    idle_in_transaction_session_timeout: options.idleTimeoutMs ?? 60_000,
    keepAlive: true,
    types: { getTypeParser: typeParser as typeof pg.types.getTypeParser },
  };
}

/** Text in another encoding would sort otherwise, or be refused. */
async function checkEncoding<DB>(db: Kysely<DB>): Promise<void> {
  const { rows } = await sql<{ encoding: string }>`select current_setting('server_encoding') as encoding`.execute(db);
  const encoding = rows[0]?.encoding.toUpperCase().replace("-", "");
  if (encoding !== "UTF8") throw new Error(`the database must use the encoding UTF8, not ${encoding}`);
}

/** Transactions begin with the isolation that the engine promises, whatever the database's own default. */
class TunedDialect extends PostgresDialect {
  readonly #config: PostgresDialectConfig;
  readonly #defaults: TransactionSettings;

  constructor(pool: GuardedPool, defaults: TransactionSettings) {
    const config = { pool, cursor: SqlCursor };
    super(config);
    this.#config = config;
    this.#defaults = defaults;
  }

  override createDriver(): Driver {
    return new TunedDriver(this.#config, this.#defaults);
  }
}

class TunedDriver extends PostgresDriver {
  readonly #defaults: TransactionSettings;

  constructor(config: PostgresDialectConfig, defaults: TransactionSettings) {
    super(config);
    this.#defaults = defaults;
  }

  override async beginTransaction(connection: DatabaseConnection, settings: TransactionSettings): Promise<void> {
    const { isolationLevel = this.#defaults.isolationLevel, accessMode = this.#defaults.accessMode } = settings;
    await super.beginTransaction(connection, {
      ...(isolationLevel === undefined ? {} : { isolationLevel }),
      ...(accessMode === undefined ? {} : { accessMode }),
    });
  }
}

/** How values read back; for these pools alone, not in pg's global table. */
const PARSERS: ReadonlyMap<number, (text: string) => unknown> = new Map<number, (text: string) => unknown>([
  [pg.types.builtins.INT8, parseNumber],
  // What `sum` over integers returns.
  [pg.types.builtins.NUMERIC, parseNumber],
  [pg.types.builtins.BYTEA, parseBytes],
]);

function typeParser(oid: number, format?: "text" | "binary"): unknown {
  const parser = format === "binary" ? undefined : PARSERS.get(oid);
  return parser ?? pg.types.getTypeParser(oid, format);
}

function parseNumber(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
    throw new UnreadableValueError("an integer beyond ±(2^53 − 1) can't be read exactly");
  }
  return value;
}

/** A buffer of its own: pg's parser returns a window on a larger one, which 32 bytes would keep alive. */
function parseBytes(text: string): Uint8Array {
  return Uint8Array.fromHex(text.slice("\\x".length));
}

function isUnavailable(error: unknown): boolean {
  if (error instanceof EngineUnavailableError) return true;
  if (!(error instanceof pg.DatabaseError) || error.code === undefined) return false;
  return UNAVAILABLE_CLASSES.has(error.code.slice(0, 2)) || UNAVAILABLE_STATES.has(error.code);
}
