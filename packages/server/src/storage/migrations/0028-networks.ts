import type { Kysely } from "kysely";
import type { MigrationEngine } from "../engine.ts";

/** Where keys and external keys may be used from: JSON, an array of networks; null: from anywhere. */
export async function networks(db: Kysely<unknown>, engine: MigrationEngine): Promise<void> {
  const { text } = engine.columnTypes;
  await db.schema.alterTable("api_keys").addColumn("allowed_networks", text).execute();
  await db.schema.alterTable("external_keys").addColumn("allowed_networks", text).execute();
}
