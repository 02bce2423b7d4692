import type { Kysely } from "kysely";

/** Lists of an account's keys, and how many there are, by each thing that they are sorted and narrowed by: an account may have 100,000. */
export async function listIndexes(db: Kysely<unknown>): Promise<void> {
  const onKeys = (name: string, columns: readonly string[]) =>
    db.schema
      .createIndex(name)
      .on("api_keys")
      .columns(["owner", ...columns])
      .execute();
  await onKeys("api_keys_by_time", ["created_at_ms", "key"]);
  // With the status, counting a search doesn't read the keys themselves.
  await onKeys("api_keys_by_name", ["name_folded", "key", "status"]);
  await onKeys("api_keys_by_status", ["status", "key"]);
}
