import type { Kysely } from "kysely";
import type { MigrationEngine } from "../engine.ts";

/** Which renewal alert of a token its account has been told of. By it and their age, those that it hasn't are found. */
export async function renewalAlerts(db: Kysely<unknown>, engine: MigrationEngine): Promise<void> {
  await db.schema.alterTable("api_tokens").addColumn("renewal_told", engine.columnTypes.text).execute();
  await db.schema
    .createIndex("api_tokens_by_told")
    .on("api_tokens")
    .columns(["renewal_told", "created_at_ms"])
    .execute();
}
