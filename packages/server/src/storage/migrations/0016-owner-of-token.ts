import { type Kysely, sql } from "kysely";
import type { MigrationEngine } from "../engine.ts";

/** Whose a token is, also without its key: the ages of an account's tokens are read from an index alone. */
export async function ownerOfToken(db: Kysely<unknown>, engine: MigrationEngine): Promise<void> {
  await db.schema.alterTable("api_tokens").addColumn("owner", engine.columnTypes.text).execute();
  await sql`update api_tokens set owner = (select owner from api_keys where api_keys.key = api_tokens.key)`.execute(db);
  await db.schema
    .createIndex("api_tokens_by_age")
    .on("api_tokens")
    .columns(["owner", "key", "created_at_ms"])
    .execute();
}
