import type { Kysely } from "kysely";
import type { MigrationEngine } from "../engine.ts";

/** Links with which people choose a new password, of each the newest. */
export async function passwordResets(db: Kysely<unknown>, engine: MigrationEngine): Promise<void> {
  const { text, integer, bytes } = engine.columnTypes;
  const table = db.schema.createTable("password_resets");
  await (engine.tableOptions ? table.modifyEnd(engine.tableOptions) : table)
    .addColumn("id", text, (column) => column.primaryKey())
    .addColumn("user_id", text, (column) => column.notNull().unique().references("users.id").onDelete("cascade"))
    .addColumn("account", text, (column) => column.notNull())
    .addColumn("created_at_ms", integer, (column) => column.notNull())
    .addColumn("given_by", text, (column) => column.notNull())
    .addColumn("expires_at_ms", integer, (column) => column.notNull())
    .addColumn("used_at_ms", integer)
    .addColumn("proof", bytes, (column) => column.notNull())
    .addColumn("secret_id", text, (column) => column.notNull())
    .execute();
}
