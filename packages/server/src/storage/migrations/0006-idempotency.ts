import type { Kysely } from "kysely";
import type { MigrationEngine } from "../engine.ts";

/** What was made by requests that may be repeated. */
export async function idempotency(db: Kysely<unknown>, engine: MigrationEngine): Promise<void> {
  const { text, integer } = engine.columnTypes;
  const table = db.schema
    .createTable("repeatables")
    .addColumn("id", text, (column) => column.primaryKey())
    .addColumn("content", text, (column) => column.notNull())
    .addColumn("made", text, (column) => column.notNull())
    .addColumn("at_ms", integer, (column) => column.notNull());
  await (engine.tableOptions ? table.modifyEnd(engine.tableOptions) : table).execute();
  await db.schema.createIndex("repeatables_at_ms").on("repeatables").column("at_ms").execute();
}
