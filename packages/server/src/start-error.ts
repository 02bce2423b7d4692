import { StartError } from "./config.ts";
import { DomainError } from "./domain/errors.ts";
import { IncompleteInstallationError, WrongSecretError } from "./storage/sql-store.ts";

/** What keeps an installation from being opened, in one line for who runs it; any other error as it is. */
export function toStartError(error: unknown): unknown {
  if (error instanceof IncompleteInstallationError) {
    return new StartError("a copy into this database hasn't come to its end: run latchkey copy again");
  }
  if (error instanceof WrongSecretError) {
    return new StartError("LATCHKEY_SECRET is not the secret that this database was made with");
  }
  return error instanceof DomainError ? new StartError(error.message) : error;
}
