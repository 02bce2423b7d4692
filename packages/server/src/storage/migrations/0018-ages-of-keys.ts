import { type Kysely, sql } from "kysely";
import type { MigrationEngine } from "../engine.ts";

/**
 * How old each key's tokens are, with the key: a list or count by alert of an account with 100,000 keys is read from one index,
 * without their tokens. And an audit log by what was done to one thing, and by time.
 */
export async function agesOfKeys(db: Kysely<unknown>, engine: MigrationEngine): Promise<void> {
  const { integer } = engine.columnTypes;
  await db.schema.alterTable("api_keys").addColumn("oldest_token_at_ms", integer).execute();
  await db.schema.alterTable("api_keys").addColumn("newest_token_at_ms", integer).execute();
  const ages = (aggregate: "min" | "max") =>
    sql`(select ${sql.raw(aggregate)}(created_at_ms) from api_tokens where api_tokens.key = api_keys.key)`;
  await sql`update api_keys set oldest_token_at_ms = ${ages("min")}, newest_token_at_ms = ${ages("max")}`.execute(db);
  const onKeys = (name: string, columns: readonly string[]) =>
    db.schema
      .createIndex(name)
      .on("api_keys")
      .columns(["owner", ...columns])
      .execute();
  const tokenAges = ["oldest_token_at_ms", "newest_token_at_ms"] as const;
  await onKeys("api_keys_by_age", [...tokenAges, "status"]);
  // With the ages, too, those sorted by name are found without reading the keys that don't match.
  await db.schema.dropIndex("api_keys_by_name").execute();
  await onKeys("api_keys_by_name", ["name_folded", "key", "status", ...tokenAges]);
  await db.schema.dropIndex("api_keys_by_time").execute();
  await onKeys("api_keys_by_time", ["created_at_ms", "key", "status", ...tokenAges]);

  const onEvents = (name: string, columns: readonly string[]) =>
    db.schema
      .createIndex(name)
      .on("audit_events")
      .columns(["account", ...columns])
      .execute();
  await onEvents("audit_events_by_target", ["target", "sequence"]);
  await onEvents("audit_events_by_time", ["at_ms", "sequence"]);
}
