import { type Kysely, sql } from "kysely";
import { type Migration, Migrator } from "kysely/migration";
import type { MigrationEngine, SqlEngine } from "./engine.ts";
import type { Schema } from "./schema.ts";
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
import { restores } from "./migrations/0021-restores.ts";
import { auditKeys } from "./migrations/0022-audit-keys.ts";
import { accessTokens } from "./migrations/0023-access-tokens.ts";
import { webhooks } from "./migrations/0024-webhooks.ts";
import { renewalAlerts } from "./migrations/0026-renewal-alerts.ts";
import { attempts } from "./migrations/0027-attempts.ts";
import { networks } from "./migrations/0028-networks.ts";
import { resourceLastUses } from "./migrations/0029-resource-last-uses.ts";
import { provenPeople } from "./migrations/0030-proven-people.ts";

/** By name, in order; numbers that are missing were never released. A released one never changes; there is no way back but a backup. */
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
  "0021-restores": restores,
  "0022-audit-keys": auditKeys,
  "0023-access-tokens": accessTokens,
  "0024-webhooks": webhooks,
  "0026-renewal-alerts": renewalAlerts,
  "0027-attempts": attempts,
  "0028-networks": networks,
  "0029-resource-last-uses": resourceLastUses,
  "0030-proven-people": provenPeople,
};

/** Every migration that this version knows, in order. */
export const MIGRATION_NAMES: readonly string[] = Object.keys(MIGRATIONS);
/** Where it is kept which of them ran. */
export const MIGRATION_TABLE = "schema_migrations";
const LOCK_TABLE = "schema_migrations_lock";
/** Tables in which the migrations that a database has had are kept; they describe it, and are no part of what it holds. */
export const MIGRATION_TABLES: readonly string[] = [MIGRATION_TABLE, LOCK_TABLE];

/**
 * Brings the schema up to date, in one transaction. Does nothing where it is; two processes may do it at once.
 *
 * @param db a transaction in which to do it, or the engine's writer
 * @param only names of the migrations to run: what an older version would have known; absent: all
 * @throws Error where a migration fails (the schema is then as it was), or where the database was written by a newer
 *   version than this
 */
export async function migrate<DB>(
  engine: SqlEngine<DB>,
  db: Kysely<DB> = engine.writer,
  only: readonly string[] = MIGRATION_NAMES,
): Promise<void> {
  const migrations = Object.entries(MIGRATIONS)
    .filter(([name]) => only.includes(name))
    .map(([name, up]): [string, Migration] => [name, { up: (tx: Kysely<unknown>) => up(tx, engine) }]);
  const migrator = new Migrator({
    db,
    provider: { getMigrations: () => Promise.resolve(Object.fromEntries(migrations)) },
    migrationTableName: MIGRATION_TABLE,
    migrationLockTableName: LOCK_TABLE,
  });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw error instanceof Error ? error : new Error("a migration failed", { cause: error });
}

/** Whether this version knows a migration. */
export function isKnownMigration(name: string): boolean {
  return Object.hasOwn(MIGRATIONS, name);
}

/** Names of the migrations that a database has had, in order. */
export async function migrationsOf(db: Kysely<Schema>): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`select name from schema_migrations order by name`.execute(db);
  return rows.map((row) => row.name);
}
