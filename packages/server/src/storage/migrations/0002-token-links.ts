import { type Kysely, sql } from "kysely";
import type { MigrationEngine } from "../engine.ts";

/** One-time links, and the tokens that wait behind them. */
export async function tokenLinks(db: Kysely<unknown>, engine: MigrationEngine): Promise<void> {
  const { text, integer, bytes } = engine.columnTypes;
  const table = db.schema
    .createTable("token_links")
    .addColumn("id", text, (column) => column.primaryKey())
    .addColumn("account", text, (column) => column.notNull())
    .addColumn("key", text, (column) => column.notNull())
    .addColumn("purpose", text, (column) => column.notNull())
    .addColumn("state", text, (column) => column.notNull())
    .addColumn("created_at_ms", integer, (column) => column.notNull())
    .addColumn("created_by", text, (column) => column.notNull())
    .addColumn("expires_at_ms", integer, (column) => column.notNull())
    .addColumn("completes_renewal", integer, (column) => column.notNull())
    .addColumn("proof", bytes, (column) => column.notNull())
    .addColumn("secret_id", text, (column) => column.notNull())
    .addColumn("sealed_token", bytes)
    .addColumn("opened_at_ms", integer)
    .addColumn("opened_from", text)
    .addColumn("reopened_at_ms", integer)
    .addColumn("reopenings", integer, (column) => column.notNull())
    .addForeignKeyConstraint("token_links_key_fk", ["account", "key"], "api_keys", ["owner", "key"])
    // What has been handed over, or never will be, is kept by nobody.
    .addCheckConstraint("token_links_sealed_token", sql`(state = 'waiting') = (sealed_token is not null)`);
  await (engine.tableOptions ? table.modifyEnd(engine.tableOptions) : table).execute();
  await db.schema
    .createIndex("token_links_account")
    .on("token_links")
    .columns(["account", "created_at_ms", "id"])
    .execute();
  await db.schema.createIndex("token_links_key").on("token_links").columns(["account", "key"]).execute();
  await db.schema.createIndex("token_links_waiting").on("token_links").columns(["state", "expires_at_ms"]).execute();
  await db.schema
    .alterTable("api_tokens")
    .addColumn("link_id", text, (column) => column.references("token_links.id"))
    .execute();
  // One act may say two things to other accounts, in their order: renewed, and completed.
  await db.schema
    .alterTable("outbox")
    .addColumn("position", integer, (column) => column.notNull().defaultTo(0))
    .execute();
}
