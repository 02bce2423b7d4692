import type { Kysely } from "kysely";
import type { SqlEngine } from "../engine.ts";
import { isKnownMigration, migrationsOf } from "../migrate.ts";
import type { Schema } from "../schema.ts";
import type { TableRows } from "./backup-file.ts";
import type { BackupHeader } from "./backup-format.ts";
import { columnsByTable, readRows } from "./rows.ts";
import { INSTALLATION_TABLE, PORTABLE_TABLES } from "./tables.ts";
import { ColumnNames } from "../column-names.ts";

/** There is nothing to back up or to copy, or nothing that this version could. */
export class NoInstallationError extends Error {
  override readonly name = "NoInstallationError";
}

/**
 * Reads an installation, all of it as it was at one moment, beside a server that goes on changing it; and as it is: no
 * migration is run.
 *
 * @param take is given what it is of, everything in it by table, and the snapshot itself; nothing can be read after it
 * @throws NoInstallationError
 */
export async function readInstallation<T>(
  engine: SqlEngine<Schema>,
  nowMs: number,
  take: (header: BackupHeader, parts: AsyncIterable<TableRows>, snapshot: Kysely<Schema>) => Promise<T>,
): Promise<T> {
  return engine.reader.transaction().execute(async (db) => {
    const columns = await columnsByTable(db);
    const header = await headerOf(db, columns, nowMs);
    return take(header, partsOf(db, columns), db);
  });
}

async function headerOf(
  db: Kysely<Schema>,
  columns: ReadonlyMap<string, readonly string[]>,
  nowMs: number,
): Promise<BackupHeader> {
  const none = () => new NoInstallationError("the database holds no installation");
  const found = columns.get(INSTALLATION_TABLE);
  if (!found) throw none();
  const migrations = await migrationsOf(db);
  const unknown = migrations.find((name) => !isKnownMigration(name));
  if (unknown !== undefined) throw new NoInstallationError(`a newer version has written the database (${unknown})`);
  const installation = await db
    .withPlugin(new ColumnNames())
    .selectFrom("installation")
    .select(["epoch", "revision", "trimmedThrough", "secretId"])
    .$if(found.includes("state"), (query) => query.where("state", "=", "serving"))
    .executeTakeFirst();
  if (!installation) throw none();
  return { ...installation, takenAt: new Date(nowMs).toISOString(), migrations };
}

async function* partsOf(
  db: Kysely<Schema>,
  columnsOf: ReadonlyMap<string, readonly string[]>,
): AsyncGenerator<TableRows> {
  for (const table of PORTABLE_TABLES) {
    const columns = columnsOf.get(table.name);
    // An older version's database lacks what came later.
    if (!columns) continue;
    yield { table: table.name, columns, rows: [] };
    for await (const rows of readRows(db, table, columns)) yield { table: table.name, columns, rows };
  }
}
