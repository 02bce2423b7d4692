import type { Kysely } from "kysely";
import type { MigrationEngine } from "../engine.ts";

/** Which token a link delivers, known also once it has been opened; and which keys are being renewed. */
export async function tokenOfLink(db: Kysely<unknown>, engine: MigrationEngine): Promise<void> {
  await db.schema.alterTable("token_links").addColumn("token_id", engine.columnTypes.text).execute();
  await db.schema.createIndex("api_tokens_state").on("api_tokens").columns(["state", "key"]).execute();
}
