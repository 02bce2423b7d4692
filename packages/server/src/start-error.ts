import { StartError } from "./config.ts";
import { DomainError } from "./domain/errors.ts";
import type { SqlEngine } from "./storage/engine.ts";
import type { Schema } from "./storage/schema.ts";
import { IncompleteInstallationError, WrongSecretError } from "./storage/sql-store.ts";

/** What keeps an installation from being opened or read, in one line for whoever runs it; any other error as it is. */
export function toStartError(engine: Pick<SqlEngine<Schema>, "isDamaged" | "isUnavailable">, error: unknown): unknown {
  if (error instanceof IncompleteInstallationError) {
    return new StartError("a copy into this database hasn't come to its end: run latchkey copy again");
  }
  if (error instanceof WrongSecretError) return wrongSecret();
  if (engine.isDamaged(error)) return new StartError(`the database is damaged: ${reasonOf(error)}; restore a backup`);
  if (engine.isUnavailable(error)) return new StartError(`the database can't be used: ${reasonOf(error)}`);
  return error instanceof DomainError ? new StartError(error.message) : error;
}

export function wrongSecret(): StartError {
  return new StartError("LATCHKEY_SECRET is not the secret that this database was made with");
}

/** Why the operating system refused, in one word that can be looked up; or why SQLite did, in the words that it has for it. */
export function reasonOf(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  if (code === "ERR_SQLITE_ERROR" && error instanceof Error) return error.message;
  return code ?? (error instanceof Error ? error.message : String(error));
}
