import type { Transaction } from "kysely";
import { PLATFORM } from "../../domain/account.ts";
import { SYSTEM } from "../../domain/actor.ts";
import { NO_REQUEST } from "../../domain/origin.ts";
import type { SqlEngine } from "../engine.ts";
import { isKnownMigration, migrate, MIGRATION_TABLES } from "../migrate.ts";
import { appendEvent } from "../queries/audit.ts";
import { enqueueAnnouncement } from "../queries/outbox.ts";
import { appendRevision } from "../queries/feed.ts";
import type { Schema } from "../schema.ts";
import type { AuditSeal } from "../store.ts";
import type { OpenBackup } from "./backup-file.ts";
import { BackupError, damaged } from "./backup-format.ts";
import { endWhatWaits, quarantine, type Quarantined, type Suspicion } from "./quarantine.ts";
import { columnsByTable, insertRows } from "./rows.ts";
import { INSTALLATION_TABLE, PORTABLE_TABLES } from "./tables.ts";
import { ColumnNames } from "../column-names.ts";

export interface RestoreParts {
  readonly engine: SqlEngine<Schema>;
  readonly seal: AuditSeal;
  /** Wall clock, in milliseconds since 1970. */
  readonly nowMs: number;
  /** Makes an id that was never used before. */
  readonly newId: () => string;
}

/** What a restore came to. */
export interface Restored extends Quarantined {
  readonly epoch: string;
  readonly rows: number;
}

/**
 * Fills an empty database from a backup, whole or not at all: at the schema that the backup was taken at, which is then brought up to
 * date. It is another history from there on: it gets an epoch of its own, so that whoever followed the old one starts over. What is
 * suspected of having changed after the backup is quarantined; everybody has to sign in again.
 *
 * @throws BackupError where the backup isn't as it was written, or the database isn't empty
 */
export async function restoreBackup(
  parts: RestoreParts,
  { header, parts: tables }: OpenBackup,
  suspicion: Suspicion,
): Promise<Restored> {
  const { engine, newId, nowMs, seal } = parts;
  const unknown = header.migrations.find((name) => !isKnownMigration(name));
  if (unknown !== undefined) throw new BackupError(`this backup was made by a newer version of Latchkey (${unknown})`);
  return engine.writer.transaction().execute(async (raw) => {
    await requireEmpty(raw);
    await migrate<Schema>(engine, raw, header.migrations);
    const rows = await fill(raw, tables);
    await migrate<Schema>(engine, raw);
    const db = raw.withPlugin(new ColumnNames());
    const revision = header.revision + 1;
    const epoch = newId();
    const { secretId, trimmedThrough } = header;
    await db
      .insertInto("installation")
      .values({ id: 1, epoch, revision, trimmedThrough, secretId, state: "serving" })
      .execute();
    for (const table of ["sessions", "pendingSignIns"] as const) await db.deleteFrom(table).execute();
    const record = async (event: Parameters<typeof appendEvent>[3]) => {
      await appendEvent(db, seal, NO_REQUEST, event, nowMs);
    };
    let announced = 0;
    const quarantined = await quarantine(db, suspicion, {
      nowMs,
      takenAt: header.takenAt,
      record,
      announce: (announcement) =>
        enqueueAnnouncement(db, { id: newId(), revision, position: announced++, atMs: nowMs }, announcement),
    });
    if (suspicion !== "none") await endWhatWaits(db, record);
    await record({
      account: PLATFORM,
      actor: SYSTEM,
      action: "installation.restored",
      target: epoch,
      before: { revision: header.revision, epoch: header.epoch },
      after: {
        takenAt: header.takenAt,
        quarantine: typeof suspicion === "string" ? suspicion : "changed",
        ...quarantined,
      },
    });
    await appendRevision(db, { revision, atMs: nowMs, changes: [] });
    return { epoch, rows, ...quarantined };
  });
}

async function fill(db: Transaction<Schema>, tables: OpenBackup["parts"]): Promise<number> {
  const there = await columnsByTable(db);
  const known = new Set(PORTABLE_TABLES.map(({ name }) => name));
  let count = 0;
  for await (const { table, columns, rows } of tables) {
    const own = there.get(table);
    if (!known.has(table) || !own || own.join(" ") !== columns.toSorted().join(" ")) throw damaged();
    await insertRows(db, table, columns, rows);
    count += rows.length;
  }
  return count;
}

async function requireEmpty(db: Transaction<Schema>): Promise<void> {
  const there = await columnsByTable(db);
  const ours = [INSTALLATION_TABLE, ...MIGRATION_TABLES, ...PORTABLE_TABLES.map(({ name }) => name)];
  const found = ours.find((name) => there.has(name));
  if (found !== undefined) throw new BackupError(`the database isn't empty: it has a table ${found}`);
}
