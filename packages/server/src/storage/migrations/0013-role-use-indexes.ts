import type { Kysely } from "kysely";

/** What has a role is asked for with each page of roles, and before one is changed: it mustn't take reading every key. */
export async function roleUseIndexes(db: Kysely<unknown>): Promise<void> {
  await db.schema.createIndex("api_key_roles_use").on("api_key_roles").columns(["owner", "role_id", "key"]).execute();
  await db.schema
    .createIndex("external_key_roles_use")
    .on("external_key_roles")
    .columns(["host", "role_id", "key"])
    .execute();
  await db.schema
    .createIndex("member_roles_use")
    .on("member_roles")
    .columns(["account", "role_id", "user_id"])
    .execute();
}
