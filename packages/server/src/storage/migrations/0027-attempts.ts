import type { Kysely } from "kysely";
import type { MigrationEngine } from "../engine.ts";

/** How often something was tried within a stretch of time: what limits on guessing count, over all nodes. */
export async function attempts(db: Kysely<unknown>, engine: MigrationEngine): Promise<void> {
  const { text, integer } = engine.columnTypes;
  const table = db.schema
    .createTable("attempts")
    .addColumn("id", text, (column) => column.primaryKey())
    .addColumn("points", integer, (column) => column.notNull())
    .addColumn("ends_at_ms", integer, (column) => column.notNull());
  await (engine.tableOptions ? table.modifyEnd(engine.tableOptions) : table).execute();
  await db.schema.createIndex("attempts_by_end").on("attempts").column("ends_at_ms").execute();
}
