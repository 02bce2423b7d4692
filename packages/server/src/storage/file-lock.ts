import { open } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import { DatabaseSync } from "node:sqlite";
import { EngineUnavailableError } from "./engine.ts";

export interface FileLockOptions {
  /** How long to wait for whoever holds the lock, in milliseconds. Default 60,000. */
  readonly timeoutMs?: number;
  /** How often to look, in milliseconds. Default 50. */
  readonly pollMs?: number;
}

/** SQLite's primary result code; the extended ones keep it in their lowest byte. */
const SQLITE_BUSY = 5;

/**
 * Runs `work` while no other call on this path does, in this process or another one on this machine. The operating
 * system lets go when the process dies, however it dies. The file is created where there is none, holds nothing and
 * stays: deleting it would let two callers lock two files of one name.
 *
 * Throws `EngineUnavailableError` when the lock isn't free within the time-out, else what `work` throws.
 */
export async function withFileLock<T>(path: string, work: () => Promise<T>, options: FileLockOptions = {}): Promise<T> {
  // An exclusive transaction on an empty database is a lock on the file and nothing else.
  using _lock = await lock(path, "begin exclusive", options);
  return await work();
}

/**
 * Holds a lock that others may hold beside this one, but not beside `withFileLock`, until it is disposed of or the process dies.
 *
 * Throws `EngineUnavailableError` when somebody has the path for themselves and keeps it for longer than the time-out.
 */
export async function shareFileLock(path: string, options: FileLockOptions = {}): Promise<Disposable> {
  // Whoever has begun to read keeps writers out until their transaction ends.
  return lock(path, "begin; select count(*) from sqlite_master", options);
}

/** Opening and asking takes microseconds, and without a busy time-out it never waits, so it may run on the main thread. */
async function lock(path: string, how: string, options: FileLockOptions): Promise<DatabaseSync> {
  const { timeoutMs = 60_000, pollMs = 50 } = options;
  await createPrivateFile(path);
  const database = new DatabaseSync(path, { timeout: 0 });
  try {
    const deadlineMs = performance.now() + timeoutMs;
    while (!tryToLock(database, how)) {
      if (performance.now() >= deadlineMs) {
        throw new EngineUnavailableError(`another process held ${path} for more than ${timeoutMs} ms`);
      }
      await delay(pollMs);
    }
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/**
 * Creates an empty file that only its owner can read, where there is none. An existing one is never opened: closing it
 * again would drop the locks that this process holds on it.
 */
export async function createPrivateFile(path: string): Promise<void> {
  try {
    await (await open(path, "wx", 0o600)).close();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
}

function tryToLock(database: DatabaseSync, how: string): boolean {
  try {
    database.exec(how);
    return true;
  } catch (error) {
    if (database.isTransaction) database.exec("rollback");
    if (((error as { errcode?: number }).errcode ?? 0) % 256 === SQLITE_BUSY) return false;
    throw error;
  }
}
