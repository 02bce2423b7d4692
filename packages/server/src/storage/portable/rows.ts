import { type Kysely, sql } from "kysely";
import type { Schema } from "../schema.ts";
import type { PortableTable } from "./tables.ts";

/** A value that means the same on both engines: times that better-auth keeps are ISO 8601 text, yes and no are 1 and 0. */
export type PortableValue = string | number | null | Uint8Array;

/** A row's values in the order of the columns that it was read by. */
export type PortableRow = readonly PortableValue[];

/** Rows that are read or written at a time: with 24 columns each well within what a statement may be given. */
export const BATCH_ROWS = 500;

/** The columns of each table that is there, in a fixed order. */
export async function columnsByTable(db: Kysely<Schema>): Promise<ReadonlyMap<string, readonly string[]>> {
  const tables = await db.introspection.getTables();
  // PostgreSQL has others' schemas beside ours; SQLite has none.
  const current = tables.some(({ schema }) => schema !== undefined) ? await currentSchema(db) : undefined;
  return new Map(
    tables
      .filter(({ schema }) => schema === current)
      .map(({ columns, name }) => [name, columns.map((column) => column.name).toSorted()]),
  );
}

async function currentSchema(db: Kysely<Schema>): Promise<string | undefined> {
  const { rows } = await sql<{ name: string }>`select current_schema() as name`.execute(db);
  return rows[0]?.name;
}

/** A table's rows by their key, in batches; both engines have them in the same order. */
export async function* readRows(
  db: Kysely<Schema>,
  table: PortableTable,
  columns: readonly string[],
): AsyncGenerator<PortableRow[]> {
  for (let last: PortableRow | undefined; ;) {
    const rows: PortableRow[] = await readStretch(db, table, columns, { after: last, limit: BATCH_ROWS });
    last = rows.at(-1);
    if (!last) return;
    yield rows;
    if (rows.length < BATCH_ROWS) return;
  }
}

/** Rows behind one, up to and with another, by their key. */
export async function readStretch(
  db: Kysely<Schema>,
  table: PortableTable,
  columns: readonly string[],
  stretch: { readonly after: PortableRow | undefined; readonly through?: PortableRow; readonly limit?: number },
): Promise<PortableRow[]> {
  const key = list(table.key);
  const placeOf = (row: PortableRow) => sql`(${sql.join(keyOf(table, columns, row))})`;
  const behind = stretch.after ? sql`and (${key}) > ${placeOf(stretch.after)}` : sql``;
  const through = stretch.through ? sql`and (${key}) <= ${placeOf(stretch.through)}` : sql``;
  const limit = stretch.limit === undefined ? sql`` : sql`limit ${sql.lit(stretch.limit)}`;
  const { rows } = await sql<
    Record<string, unknown>
  >`select ${list(columns)} from ${sql.table(table.name)} where 1 = 1 ${behind} ${through} order by ${key} ${limit}`.execute(
    db,
  );
  return rows.map((row) => columns.map((column) => portable(row[column])));
}

/** The values of a row's primary key. */
export function keyOf(table: PortableTable, columns: readonly string[], row: PortableRow): PortableValue[] {
  return table.key.map((column) => row[columns.indexOf(column)] ?? null);
}

/** Adds rows to a table. They mustn't be there. */
export async function insertRows(
  db: Kysely<Schema>,
  table: string,
  columns: readonly string[],
  rows: readonly PortableRow[],
): Promise<void> {
  if (rows.length === 0) return;
  await insertion(table, columns, rows).execute(db);
}

/** Adds rows to a table, or replaces those of the same key. */
export async function upsertRows(
  db: Kysely<Schema>,
  table: PortableTable,
  columns: readonly string[],
  rows: readonly PortableRow[],
): Promise<void> {
  if (rows.length === 0) return;
  const others = columns.filter((column) => !table.key.includes(column));
  const replaced = others.map((column) => sql`${sql.ref(column)} = ${sql.ref(`excluded.${column}`)}`);
  const replace = others.length > 0 ? sql`update set ${sql.join(replaced)}` : sql`nothing`;
  await sql`${insertion(table.name, columns, rows)} on conflict (${list(table.key)}) do ${replace}`.execute(db);
}

function insertion(table: string, columns: readonly string[], rows: readonly PortableRow[]) {
  const values = rows.map((row) => sql`(${sql.join([...row])})`);
  return sql`insert into ${sql.table(table)} (${list(columns)}) values ${sql.join(values)}`;
}

/** Takes rows away by their keys. */
export async function deleteRows(
  db: Kysely<Schema>,
  table: PortableTable,
  keys: readonly (readonly PortableValue[])[],
): Promise<void> {
  for (const key of keys) {
    const isIt = table.key.map((column, index) => sql`${sql.ref(column)} = ${key[index]}`);
    await sql`delete from ${sql.table(table.name)} where ${sql.join(isIt, sql` and `)}`.execute(db);
  }
}

function list(columns: readonly string[]) {
  return sql.join(columns.map((column) => sql.ref(column)));
}

function portable(value: unknown): PortableValue {
  if (value === null || typeof value === "string" || typeof value === "number") return value;
  if (typeof value === "boolean") return value ? 1 : 0;
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return value;
  throw new TypeError(`${typeof value} is not a type that the database holds`);
}
