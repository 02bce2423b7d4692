import { inspect } from "node:util";
import { sql } from "kysely";
import { expect } from "vitest";
import type { SqlEngine } from "./engine.ts";
import type { TestDatabase, TestEngineOptions } from "./test-database.ts";

/** A table with a column of each type; `size` is unique and checked. */
export interface Things {
  things: { id: string; label: string | null; size: number | null; body: Uint8Array | null };
}

export const FORBIDDEN_SIZE = -7;

export async function createThings(database: TestDatabase, options?: TestEngineOptions): Promise<SqlEngine<Things>> {
  const engine = await database.open<Things>(options);
  const { text, integer, bytes } = engine.columnTypes;
  const table = engine.writer.schema
    .createTable("things")
    .addColumn("id", text, (column) => column.primaryKey())
    .addColumn("label", text)
    .addColumn("size", integer, (column) => column.unique().check(sql`size <> ${sql.lit(FORBIDDEN_SIZE)}`))
    .addColumn("body", bytes);
  await (engine.tableOptions ? table.modifyEnd(engine.tableOptions) : table).execute();
  return engine;
}

export async function insert(db: SqlEngine<Things>["writer"], ...ids: string[]): Promise<void> {
  const values = ids.map((id) => ({ id, label: null, size: null, body: null }));
  await db.insertInto("things").values(values).execute();
}

export async function ids(db: SqlEngine<Things>["reader"]): Promise<string[]> {
  const rows = await db.selectFrom("things").select("id").orderBy("id").execute();
  return rows.map((row) => row.id);
}

export async function collect<Row, Value>(rows: AsyncIterable<Row>, map: (row: Row) => Value): Promise<Value[]> {
  const collected: Value[] = [];
  for await (const row of rows) collected.push(map(row));
  return collected;
}

export async function rejection(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    (value) => expect.unreachable(`resolved with ${inspect(value)}`),
    (error: unknown) => error,
  );
}

/** As many rows as one cares to read. */
export const endless = sql<{ n: number }>`(with recursive counted(n) as
  (select cast(1 as bigint) union all select n + 1 from counted) select n from counted)`.as("endless");
