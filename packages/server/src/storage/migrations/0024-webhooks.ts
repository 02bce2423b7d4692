import type { Kysely } from "kysely";
import type { MigrationEngine } from "../engine.ts";

/** Webhooks, and what they are told. */
export async function webhooks(db: Kysely<unknown>, engine: MigrationEngine): Promise<void> {
  const { bytes, integer, text } = engine.columnTypes;
  const hooks = db.schema
    .createTable("webhooks")
    .addColumn("id", text, (column) => column.primaryKey())
    .addColumn("account", text, (column) => column.notNull())
    .addColumn("url", text, (column) => column.notNull())
    .addColumn("events", text)
    .addColumn("status", text, (column) => column.notNull())
    .addColumn("status_reason", text)
    .addColumn("created_at_ms", integer, (column) => column.notNull())
    .addColumn("created_by", text, (column) => column.notNull())
    .addColumn("secret", bytes, (column) => column.notNull())
    .addColumn("secret_id", text, (column) => column.notNull())
    .addColumn("previous_secret", bytes)
    .addColumn("overlap_ends_at_ms", integer)
    .addColumn("last_delivered_at_ms", integer);
  await (engine.tableOptions ? hooks.modifyEnd(engine.tableOptions) : hooks).execute();
  await db.schema.createIndex("webhooks_account").on("webhooks").columns(["account", "created_at_ms"]).execute();
  const deliveries = db.schema
    .createTable("webhook_deliveries")
    .addColumn("id", text, (column) => column.primaryKey())
    .addColumn("webhook_id", text, (column) => column.notNull())
    .addColumn("account", text, (column) => column.notNull())
    .addColumn("sequence", integer, (column) => column.notNull())
    .addColumn("type", text, (column) => column.notNull())
    .addColumn("subject", text, (column) => column.notNull())
    .addColumn("body", text, (column) => column.notNull())
    .addColumn("state", text, (column) => column.notNull())
    .addColumn("created_at_ms", integer, (column) => column.notNull())
    .addColumn("first_at_ms", integer)
    .addColumn("next_at_ms", integer)
    .addColumn("attempts", text, (column) => column.notNull())
    .addColumn("claim", text)
    .addColumn("leased_until_ms", integer, (column) => column.notNull());
  await (engine.tableOptions ? deliveries.modifyEnd(engine.tableOptions) : deliveries).execute();
  const index = (name: string, columns: string[]) =>
    db.schema.createIndex(name).on("webhook_deliveries").columns(columns).execute();
  await index("webhook_deliveries_due", ["state", "next_at_ms"]);
  await index("webhook_deliveries_order", ["webhook_id", "subject", "state", "sequence"]);
  await index("webhook_deliveries_list", ["webhook_id", "created_at_ms"]);
  await index("webhook_deliveries_age", ["created_at_ms"]);
}
