import { join } from "node:path";
import { composeServer, type Server } from "../compose.ts";
import type { Machine } from "../machine.ts";
import { type Config, StartError } from "../config.ts";
import { ServerSecret } from "../secrets/server-secret.ts";
import { EngineUnavailableError, type SqlEngine } from "../storage/engine.ts";
import { shareFileLock, withFileLock } from "../storage/file-lock.ts";
import { openPostgres, type PostgresOptions } from "../storage/postgres.ts";
import type { Schema } from "../storage/schema.ts";
import { openSqlite } from "../storage/sqlite.ts";
import type { Tracing } from "../tracing/tracing.ts";
import type { FromWorker } from "../workers/group.ts";
import type { Peers } from "../workers/peers.ts";
import { reasonOf } from "../start-error.ts";
import { builtConsole } from "./built-console.ts";
import { applyCatalog, readCatalogFile } from "./catalog-file.ts";
import { readRouteMapFile, warnOfUnknownResources } from "./route-map-file.ts";
import { holdsDemo, isThere, keptSecret, openDataDirectory, requireUnreachable } from "./data-directory.ts";

/** Name of the embedded database in the data directory. */
export const DATABASE_FILE = "latchkey.db";

/** Name of the file in the data directory that keeps the server secret where the environment has none. */
export const SECRET_FILE = "secret";

/** Name of the file in the data directory that is locked by whoever serves the embedded database, and by who wants it alone. */
const SERVING_LOCK = "serving.lock";

/** How long a start waits for a command that has the data directory for itself, in milliseconds. */
const LOCK_PATIENCE_MS = 5_000;

/**
 * How long a changing transaction may pause before PostgreSQL rolls it back, in milliseconds: so long does a server that was cut off in
 * the middle of one keep the others from changing anything.
 */
const CHANGE_IDLE_MS = 5_000;

/** What a command says to whoever called it, past the logger. */
export type Say = (text: string) => void;

/** The server secret: from the environment, or kept in the data directory. @throws StartError */
async function serverSecret(config: Config, machine: Machine): Promise<ServerSecret> {
  const secret = config.secret ?? (await keptSecret(config.dataDir, SECRET_FILE, () => randomText(machine)));
  return new ServerSecret(secret, config.previousSecret);
}

/** The server secret of an installation that is there already: none is made. @throws StartError */
export async function existingSecret(config: Config, machine: Machine): Promise<ServerSecret> {
  if (config.secret === undefined && !(await isThere(join(config.dataDir, SECRET_FILE)))) {
    throw new StartError(
      `LATCHKEY_SECRET is needed, or the installation's secret in ${join(config.dataDir, SECRET_FILE)}`,
    );
  }
  return serverSecret(config, machine);
}

/** Runs the service for real use. Resolves when it listens. @throws StartError */
export async function serve(config: Config, machine: Machine, say: Say): Promise<Server> {
  const operatorToken = requireOperatorToken(config);
  const server = await openServer(config, machine, { operatorToken, consoleFolder: await builtConsole() });
  say(`Latchkey listens on ${await listen(server, config)}`);
  return server;
}

/** Runs one of the processes of `serveByWorkers`. Resolves when it listens. @throws StartError */
export async function serveAsWorker(config: Config, machine: Machine, { peers, send }: WorkerParts): Promise<Server> {
  const operatorToken = requireOperatorToken(config);
  const server = await openServer(config, machine, { operatorToken, consoleFolder: await builtConsole(), peers });
  send({ kind: "listening", url: await listen(server, config) });
  return server;
}

export interface WorkerParts {
  readonly peers: Peers;
  readonly send: (message: FromWorker) => void;
}

function requireOperatorToken({ operatorToken }: Config): string {
  if (operatorToken === undefined) throw new StartError("LATCHKEY_OPERATOR_TOKEN is needed to serve");
  return operatorToken;
}

/** Opens everything but the port. @throws StartError */
export async function openServer(
  config: Config,
  machine: Machine,
  options: { operatorToken: string; databaseFile?: string; consoleFolder?: string | undefined; peers?: Peers },
): Promise<Server> {
  await openDataDirectory(config.dataDir);
  if (await holdsDemo(config)) requireUnreachable(config);
  const catalog = config.catalogPath === undefined ? undefined : await readCatalogFile(config.catalogPath);
  const routeMap = config.routesPath === undefined ? undefined : await readRouteMapFile(config.routesPath);
  const secret = await serverSecret(config, machine);
  const lock = config.databaseUrl === undefined ? await shareDataDirectory(config) : undefined;
  const tracing = await tracingBy(config, machine);
  try {
    const server = await composeServer({
      machine,
      engine: await openEngine(config, options.databaseFile, {
        changeIdleTimeoutMs: CHANGE_IDLE_MS,
        log: tracing?.statements(config.databaseUrl === undefined ? "sqlite" : "postgresql"),
      }),
      secret,
      operatorToken: options.operatorToken,
      config,
      routeMap,
      consoleFolder: options.consoleFolder,
      tracing,
      ...(options.peers && { peers: options.peers }),
    });
    const close = async () => {
      await server.close();
      await tracing?.close();
      lock?.[Symbol.dispose]();
    };
    try {
      if (catalog) await applyCatalog(server, catalog);
      if (routeMap) warnOfUnknownResources(routeMap, server, machine.logger);
      return { ...server, close };
    } catch (error) {
      await close();
      throw error;
    }
  } catch (error) {
    await tracing?.close();
    lock?.[Symbol.dispose]();
    throw error;
  }
}

/** What nobody asks for isn't even loaded. */
async function tracingBy({ tracing }: Config, machine: Machine): Promise<Tracing | undefined> {
  if (!tracing) return undefined;
  const { Traces } = await import("../tracing/traces.ts");
  return new Traces(tracing, machine);
}

async function shareDataDirectory({ dataDir }: Config): Promise<Disposable> {
  return shareFileLock(join(dataDir, SERVING_LOCK), { timeoutMs: LOCK_PATIENCE_MS }).catch((error: unknown) => {
    if (!(error instanceof EngineUnavailableError)) throw error;
    throw new StartError(`LATCHKEY_DATA_DIR ${dataDir} is being copied or restored`);
  });
}

/** Runs work while no server has the embedded database. @throws StartError where one has */
export async function withoutServer<T>({ dataDir }: Config, work: () => Promise<T>): Promise<T> {
  let isBegun = false;
  const begin = () => {
    isBegun = true;
    return work();
  };
  return withFileLock(join(dataDir, SERVING_LOCK), begin, { timeoutMs: 0 }).catch((error: unknown) => {
    if (isBegun || !(error instanceof EngineUnavailableError)) throw error;
    throw new StartError(`a server runs on LATCHKEY_DATA_DIR ${dataDir}: stop it first`);
  });
}

/** Begins to listen, and answers where. @throws StartError where the port can't be had; the server is closed then */
export async function listen(server: Server, config: Config): Promise<string> {
  try {
    return await server.listen(config);
  } catch (error) {
    await server.close();
    throw new StartError(`HOST ${config.host}, PORT ${config.port} can't be listened on: ${reasonOf(error)}`);
  }
}

/** Opens the database that the configuration names. @throws StartError where it can't be opened */
export async function openEngine(
  config: Config,
  databaseFile = DATABASE_FILE,
  options: Pick<PostgresOptions, "changeIdleTimeoutMs" | "log"> = {},
): Promise<SqlEngine<Schema>> {
  try {
    if (config.databaseUrl !== undefined) return await openPostgres<Schema>(config.databaseUrl, options);
    return await openSqlite<Schema>(join(config.dataDir, databaseFile), { log: options.log });
  } catch (error) {
    const name = config.databaseUrl === undefined ? "LATCHKEY_DATA_DIR" : "LATCHKEY_DATABASE_URL";
    throw new StartError(`${name}: the database can't be opened: ${reasonOf(error)}`);
  }
}

/** Makes sure that opening the database that the configuration names wouldn't make one. @throws StartError */
export async function requireDatabase(config: Config): Promise<void> {
  if (config.databaseUrl !== undefined || (await isThere(join(config.dataDir, DATABASE_FILE)))) return;
  throw new StartError(`LATCHKEY_DATA_DIR: there is no database in ${config.dataDir}`);
}

/** 256 random bits as text. */
export function randomText(machine: Machine): string {
  return Buffer.from(machine.randomBytes(32)).toString("base64url");
}
