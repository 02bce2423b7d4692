import { type Kysely, sql } from "kysely";
import type { SqlEngine } from "../engine.ts";
import { migrate } from "../migrate.ts";
import type { Schema } from "../schema.ts";
import type { BackupHeader } from "./backup-format.ts";
import { columnsByTable, deleteRows, keyOf, type PortableRow, readRows, readStretch, upsertRows } from "./rows.ts";
import { readInstallation } from "./take-backup.ts";
import { PORTABLE_TABLES, type PortableTable } from "./tables.ts";
import { ColumnNames } from "../column-names.ts";

/** The copy can't be made, for a reason that whoever asked for it can do something about. */
export class CopyError extends Error {
  override readonly name = "CopyError";
}

export interface CopyParts {
  /** Nobody may change it meanwhile. It is brought up to date, and otherwise left as it is. */
  readonly source: SqlEngine<Schema>;
  readonly target: SqlEngine<Schema>;
  /** Wall clock, in milliseconds since 1970. */
  readonly nowMs: number;
  /** Hears how far a table is. */
  readonly progress: (table: string, done: number, total: number) => void;
  /** Looks at what was copied before anybody may serve it; a copy that it doesn't like stays unserved. */
  readonly check: () => Promise<void>;
}

/** What came of a copy: everything is there, or was before. */
export type CopyOutcome = "copied" | "already-there";

/**
 * Makes the target what the source is, in batches that are each kept: interrupted and run again it goes on. Until everything is there
 * and was counted and checked, nobody can serve it (see `openStore`).
 *
 * @throws CopyError where the target holds something else, or what was copied isn't what was to be
 * @throws NoInstallationError where the source holds none
 */
export async function copyInstallation(parts: CopyParts): Promise<CopyOutcome> {
  const { check, nowMs, progress, source, target } = parts;
  await readInstallation(source, nowMs, () => Promise.resolve());
  await migrate(source);
  const outcome = await readInstallation(source, nowMs, async (header, _parts, from) => {
    await migrate(target);
    const claimed = await claim(target, header);
    if (claimed === "begun") await copyTables(from, target, progress);
    return claimed;
  });
  await check();
  if (outcome === "already-there") return outcome;
  await installation(target).set({ state: "serving" }).execute();
  return "copied";
}

async function copyTables(
  from: Kysely<Schema>,
  target: SqlEngine<Schema>,
  progress: CopyParts["progress"],
): Promise<void> {
  const columnsOf = await columnsByTable(from);
  for (const table of PORTABLE_TABLES) {
    const columns = columnsOf.get(table.name) ?? [];
    const total = await countRows(from, table);
    let done = 0;
    let last: PortableRow | undefined;
    progress(table.name, 0, total);
    for await (const rows of readRows(from, table, columns)) {
      await makeSame(target, table, columns, { rows, after: last, through: rows.at(-1) });
      last = rows.at(-1);
      progress(table.name, (done += rows.length), total);
    }
    await makeSame(target, table, columns, { rows: [], after: last, through: undefined });
    const copied = await countRows(target.writer, table);
    if (copied !== total) throw new CopyError(`${table.name}: ${copied} rows were copied of ${total}`);
  }
}

/** Marks the target as a copy that isn't whole. @throws CopyError where it holds something else */
async function claim(target: SqlEngine<Schema>, header: BackupHeader): Promise<CopyOutcome | "begun"> {
  const { epoch, revision, secretId, trimmedThrough } = header;
  const db = target.writer.withPlugin(new ColumnNames());
  await db
    .insertInto("installation")
    .values({ id: 1, epoch, revision, trimmedThrough, secretId, state: "copying" })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const there = await db.selectFrom("installation").selectAll().executeTakeFirstOrThrow();
  if (there.epoch !== epoch) throw new CopyError("the target holds another installation");
  if (there.state === "copying") {
    if (there.revision === revision) return "begun";
    // The source has changed since the copy began: what is there may refer to what is no more.
    for (const { name } of PORTABLE_TABLES.toReversed()) await sql`delete from ${sql.table(name)}`.execute(db);
    await installation(target).set({ revision, secretId, trimmedThrough }).execute();
    return "begun";
  }
  if (there.revision === revision) return "already-there";
  throw new CopyError(
    `the target was copied before, and the two have gone on apart: it stands at revision ${there.revision}, the source at ${revision}`,
  );
}

function installation(target: SqlEngine<Schema>) {
  return target.writer.withPlugin(new ColumnNames()).updateTable("installation").where("id", "=", 1);
}

/** Makes a stretch of a table have certain rows and no others. */
async function makeSame(
  target: SqlEngine<Schema>,
  table: PortableTable,
  columns: readonly string[],
  stretch: { rows: readonly PortableRow[]; after: PortableRow | undefined; through: PortableRow | undefined },
): Promise<void> {
  const { after, rows, through } = stretch;
  await target.writer.transaction().execute(async (db) => {
    const there = await readStretch(db, table, columns, { after, ...(through ? { through } : {}) });
    const same = new Set(there.map(textOf));
    const keys = new Set(rows.map((row) => textOf(keyOf(table, columns, row))));
    const gone = there.map((row) => keyOf(table, columns, row)).filter((key) => !keys.has(textOf(key)));
    await deleteRows(db, table, gone);
    const differing = rows.filter((row) => !same.has(textOf(row)));
    await upsertRows(db, table, columns, differing);
  });
}

function textOf(row: PortableRow): string {
  return JSON.stringify(
    row.map((value) => (value instanceof Uint8Array ? [Buffer.from(value).toString("hex")] : value)),
  );
}

async function countRows(db: Kysely<Schema>, { name }: PortableTable): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*) as count from ${sql.table(name)}`.execute(db);
  return rows[0]?.count ?? 0;
}
