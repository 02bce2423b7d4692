import type { Kysely } from "kysely";
import type { MigrationEngine } from "../engine.ts";

/** Counted use. Nothing refers to keys or tokens: what is counted arrives after them, and a deleted key's use stays. */
export async function countedUse(db: Kysely<unknown>, engine: MigrationEngine): Promise<void> {
  const { text, integer } = engine.columnTypes;
  const createTable = (name: string) => {
    const table = db.schema.createTable(name);
    return engine.tableOptions ? table.modifyEnd(engine.tableOptions) : table;
  };

  await createTable("use_counts")
    .addColumn("key", text, (column) => column.notNull())
    .addColumn("account", text, (column) => column.notNull())
    .addColumn("day", integer, (column) => column.notNull())
    .addColumn("resource", text, (column) => column.notNull())
    .addColumn("outcome", text, (column) => column.notNull())
    .addColumn("count", integer, (column) => column.notNull())
    .addPrimaryKeyConstraint("use_counts_pk", ["key", "account", "day", "resource", "outcome"])
    .execute();
  await db.schema.createIndex("use_counts_day").on("use_counts").column("day").execute();
  await createTable("key_last_uses")
    .addColumn("key", text, (column) => column.notNull())
    .addColumn("account", text, (column) => column.notNull())
    .addColumn("at_ms", integer, (column) => column.notNull())
    .addColumn("ip", text)
    .addPrimaryKeyConstraint("key_last_uses_pk", ["key", "account"])
    .execute();
  await createTable("token_last_uses")
    .addColumn("token_id", text, (column) => column.primaryKey())
    .addColumn("at_ms", integer, (column) => column.notNull())
    .addColumn("ip", text)
    .execute();
}
