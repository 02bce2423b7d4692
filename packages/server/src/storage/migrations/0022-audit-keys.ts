import type { Kysely } from "kysely";
import type { MigrationEngine } from "../engine.ts";

/** Keys that sealed audit events under server secrets of before, each sealed under a later one. */
export async function auditKeys(db: Kysely<unknown>, engine: MigrationEngine): Promise<void> {
  const { text, bytes } = engine.columnTypes;
  const table = db.schema
    .createTable("audit_keys")
    .addColumn("secret_id", text, (column) => column.primaryKey())
    .addColumn("sealed", bytes, (column) => column.notNull())
    .addColumn("sealed_by", text, (column) => column.notNull());
  await (engine.tableOptions ? table.modifyEnd(engine.tableOptions) : table).execute();
}
