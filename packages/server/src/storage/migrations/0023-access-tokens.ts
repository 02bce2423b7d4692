import type { Kysely } from "kysely";
import type { MigrationEngine } from "../engine.ts";

/** Keys that sign access tokens, and access tokens that were revoked before their end. */
export async function accessTokens(db: Kysely<unknown>, engine: MigrationEngine): Promise<void> {
  const { text, integer, bytes } = engine.columnTypes;
  const keys = db.schema
    .createTable("signing_keys")
    .addColumn("period", integer, (column) => column.notNull())
    .addColumn("sealed_by", text, (column) => column.notNull())
    .addColumn("id", text, (column) => column.notNull())
    .addColumn("public_jwk", text, (column) => column.notNull())
    .addColumn("sealed", bytes, (column) => column.notNull())
    .addPrimaryKeyConstraint("signing_keys_pk", ["period", "sealed_by"]);
  const revoked = db.schema
    .createTable("revoked_access_tokens")
    .addColumn("id", text, (column) => column.primaryKey())
    .addColumn("expires_at_ms", integer, (column) => column.notNull());
  for (const table of [keys, revoked]) {
    await (engine.tableOptions ? table.modifyEnd(engine.tableOptions) : table).execute();
  }
}
