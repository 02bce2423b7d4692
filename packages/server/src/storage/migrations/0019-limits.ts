import type { Kysely } from "kysely";
import type { MigrationEngine } from "../engine.ts";

/** Limits on keys and external keys, and what nodes tell each other of how much of them they meet. */
export async function limits(db: Kysely<unknown>, engine: MigrationEngine): Promise<void> {
  const { text, integer } = engine.columnTypes;
  await db.schema.alterTable("api_keys").addColumn("requests_per_minute", integer).execute();
  await db.schema.alterTable("external_keys").addColumn("requests_per_minute", integer).execute();
  const nodes = db.schema.createTable("nodes");
  await (engine.tableOptions ? nodes.modifyEnd(engine.tableOptions) : nodes)
    .addColumn("id", text, (column) => column.primaryKey())
    .addColumn("beat", integer, (column) => column.notNull())
    .addColumn("demands", text, (column) => column.notNull())
    .execute();
}
