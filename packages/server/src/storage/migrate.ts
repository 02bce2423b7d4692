import type { Kysely } from "kysely";
import { type Migration, Migrator } from "kysely/migration";
import type { MigrationEngine, SqlEngine } from "./engine.ts";
import { initialSchema } from "./migrations/0001-initial.ts";
import { tokenLinks } from "./migrations/0002-token-links.ts";
import { keySettings } from "./migrations/0003-key-settings.ts";
import { people } from "./migrations/0004-people.ts";
import { profileSchema } from "./migrations/0005-profile.ts";
import { idempotency } from "./migrations/0006-idempotency.ts";
import { countedUse } from "./migrations/0007-counted-use.ts";
import { roleUseIndexes } from "./migrations/0013-role-use-indexes.ts";
import { tokenOfLink } from "./migrations/0014-token-of-link.ts";
import { listIndexes } from "./migrations/0015-list-indexes.ts";
import { ownerOfToken } from "./migrations/0016-owner-of-token.ts";
import { agesOfKeys } from "./migrations/0018-ages-of-keys.ts";
import { passwordResets } from "./migrations/0017-password-resets.ts";
import { limits } from "./migrations/0019-limits.ts";

/** By name, in order. A released one never changes; there is no way back but a backup. */
const MIGRATIONS: Readonly<Record<string, (db: Kysely<unknown>, engine: MigrationEngine) => Promise<void>>> = {
  "0001-initial": initialSchema,
  "0002-token-links": tokenLinks,
  "0003-key-settings": keySettings,
  "0004-people": people,
  "0005-profile": profileSchema,
  "0006-idempotency": idempotency,
  "0007-counted-use": countedUse,
  "0013-role-use-indexes": roleUseIndexes,
  "0014-token-of-link": tokenOfLink,
  "0015-list-indexes": listIndexes,
  "0016-owner-of-token": ownerOfToken,
  "0017-password-resets": passwordResets,
  "0018-ages-of-keys": agesOfKeys,
  "0019-limits": limits,
};

/** Every migration that this version knows, in order. */
export const MIGRATION_NAMES: readonly string[] = Object.keys(MIGRATIONS);
/** Where it is kept which of them ran. */
export const MIGRATION_TABLE = "schema_migrations";

/**
 * Brings the schema up to date, in one transaction. Does nothing where it is; two processes may do it at once.
 *
 * @throws Error where a migration fails (the schema is then as it was), or where the database was written by a newer
 *   version than this
 */
export async function migrate<DB>(engine: SqlEngine<DB>): Promise<void> {
  const migrations = Object.entries(MIGRATIONS).map(([name, up]): [string, Migration] => [
    name,
    { up: (db: Kysely<unknown>) => up(db, engine) },
  ]);
  const migrator = new Migrator({
    db: engine.writer,
    provider: { getMigrations: () => Promise.resolve(Object.fromEntries(migrations)) },
    migrationTableName: MIGRATION_TABLE,
    migrationLockTableName: "schema_migrations_lock",
  });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw error instanceof Error ? error : new Error("a migration failed", { cause: error });
}
