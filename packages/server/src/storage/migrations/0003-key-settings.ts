import { type Kysely, sql } from "kysely";
import type { MigrationEngine } from "../engine.ts";

/** What accounts decide about the age of their tokens, and what they have been told about tokens that reach it. */
export async function keySettings(db: Kysely<unknown>, engine: MigrationEngine): Promise<void> {
  const { text, integer } = engine.columnTypes;
  const createTable = (name: string) => {
    const table = db.schema.createTable(name);
    return engine.tableOptions ? table.modifyEnd(engine.tableOptions) : table;
  };

  await createTable("api_key_settings")
    .addColumn("account", text, (column) => column.primaryKey().references("accounts.name"))
    .addColumn("renewal_months", integer, (column) => column.notNull().check(sql`renewal_months in (3, 6)`))
    .addColumn("enforcement", text, (column) => column.notNull().check(sql`enforcement in ('alert', 'expire')`))
    .execute();
  await createTable("token_warnings")
    .addColumn("token_id", text, (column) => column.notNull().references("api_tokens.id").onDelete("cascade"))
    .addColumn("months", integer, (column) => column.notNull())
    .addColumn("days_left", integer, (column) => column.notNull())
    .addPrimaryKeyConstraint("token_warnings_pk", ["token_id", "months"])
    .execute();
  // Which keys of an account have a token of some age, without reading the tokens' rows.
  await db.schema.createIndex("api_tokens_key_age").on("api_tokens").columns(["key", "created_at_ms"]).execute();
}
