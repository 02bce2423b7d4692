import { type Kysely, sql } from "kysely";
import type { ColumnTypes, MigrationEngine } from "../engine.ts";

/** The first schema. Table and column names are written as they are in the database. */
export async function initialSchema(db: Kysely<unknown>, engine: MigrationEngine): Promise<void> {
  const { text, integer, bytes } = engine.columnTypes;
  const createTable = (name: string) => {
    const table = db.schema.createTable(name);
    return engine.tableOptions ? table.modifyEnd(engine.tableOptions) : table;
  };

  await createTable("installation")
    .addColumn("id", integer, (column) => column.primaryKey().check(sql`id = 1`))
    .addColumn("epoch", text, (column) => column.notNull())
    .addColumn("revision", integer, (column) => column.notNull())
    .addColumn("trimmed_through", integer, (column) => column.notNull())
    .addColumn("secret_id", text, (column) => column.notNull())
    .execute();
  await createTable("changes")
    .addColumn("revision", integer, (column) => column.primaryKey())
    .addColumn("at_ms", integer, (column) => column.notNull())
    .addColumn("changes", text, (column) => column.notNull())
    .execute();

  await createTable("accounts")
    .addColumn("name", text, (column) => column.primaryKey())
    .addColumn("display_name", text, (column) => column.notNull())
    .addColumn("display_name_folded", text, (column) => column.notNull())
    .addColumn("status", text, (column) => column.notNull())
    .addColumn("created_at_ms", integer, (column) => column.notNull())
    .execute();
  await createTable("catalog")
    .addColumn("id", integer, (column) => column.primaryKey().check(sql`id = 1`))
    .addColumn("version", integer, (column) => column.notNull())
    .addColumn("document", text, (column) => column.notNull())
    .execute();
  await createTable("roles")
    .addColumn("account", text, (column) => column.notNull().references("accounts.name"))
    .addColumn("id", text, (column) => column.notNull())
    .addColumn("name", text, (column) => column.notNull())
    .addColumn("description", text, (column) => column.notNull())
    .addColumn("created_at_ms", integer, (column) => column.notNull())
    .addPrimaryKeyConstraint("roles_pk", ["account", "id"])
    .execute();
  await createTable("role_resources")
    .addColumn("account", text, (column) => column.notNull())
    .addColumn("role_id", text, (column) => column.notNull())
    .addColumn("resource", text, (column) => column.notNull())
    .addPrimaryKeyConstraint("role_resources_pk", ["account", "role_id", "resource"])
    .addForeignKeyConstraint("role_resources_role_fk", ["account", "role_id"], "roles", ["account", "id"], (key) =>
      key.onDelete("cascade"),
    )
    .execute();

  await createTable("api_keys")
    .addColumn("key", text, (column) => column.primaryKey())
    .addColumn("owner", text, (column) => column.notNull().references("accounts.name"))
    .addColumn("name", text, (column) => column.notNull())
    .addColumn("name_folded", text, (column) => column.notNull())
    .addColumn("status", text, (column) => column.notNull())
    .addColumn("created_at_ms", integer, (column) => column.notNull())
    .addColumn("created_by", text, (column) => column.notNull())
    .addColumn("profile", text)
    .addUniqueConstraint("api_keys_owner_key", ["owner", "key"])
    .execute();
  await createTable("api_key_roles")
    .addColumn("owner", text, (column) => column.notNull())
    .addColumn("key", text, (column) => column.notNull())
    .addColumn("role_id", text, (column) => column.notNull())
    .addPrimaryKeyConstraint("api_key_roles_pk", ["key", "role_id"])
    .addForeignKeyConstraint("api_key_roles_key_fk", ["owner", "key"], "api_keys", ["owner", "key"])
    .execute();
  await createTable("api_tokens")
    .addColumn("id", text, (column) => column.primaryKey())
    .addColumn("key", text, (column) => column.notNull().references("api_keys.key"))
    .addColumn("state", text, (column) => column.notNull())
    .addColumn("digest", bytes, (column) => column.notNull())
    .addColumn("secret_id", text, (column) => column.notNull())
    .addColumn("created_at_ms", integer, (column) => column.notNull())
    .addColumn("expires_at_ms", integer)
    // One current token, and one more while it is being renewed (rule 3).
    .addUniqueConstraint("api_tokens_key_state", ["key", "state"])
    .execute();

  await createTable("external_keys")
    .addColumn("host", text, (column) => column.notNull().references("accounts.name"))
    .addColumn("key", text, (column) => column.notNull().references("api_keys.key"))
    .addColumn("name", text, (column) => column.notNull())
    .addColumn("name_folded", text, (column) => column.notNull())
    .addColumn("status", text, (column) => column.notNull())
    .addColumn("expires_at_ms", integer)
    .addColumn("added_at_ms", integer, (column) => column.notNull())
    .addColumn("added_by", text, (column) => column.notNull())
    .addPrimaryKeyConstraint("external_keys_pk", ["host", "key"])
    .execute();
  await db.schema.createIndex("external_keys_key").on("external_keys").columns(["key", "host"]).execute();
  await createTable("external_key_roles")
    .addColumn("host", text, (column) => column.notNull())
    .addColumn("key", text, (column) => column.notNull())
    .addColumn("role_id", text, (column) => column.notNull())
    .addPrimaryKeyConstraint("external_key_roles_pk", ["host", "key", "role_id"])
    .addForeignKeyConstraint("external_key_roles_fk", ["host", "key"], "external_keys", ["host", "key"], (key) =>
      key.onDelete("cascade"),
    )
    .execute();

  await createTable("service_keys")
    .addColumn("id", text, (column) => column.primaryKey())
    .addColumn("name", text, (column) => column.notNull())
    .addColumn("name_folded", text, (column) => column.notNull())
    .addColumn("digest", bytes, (column) => column.notNull())
    .addColumn("secret_id", text, (column) => column.notNull())
    .addColumn("created_at_ms", integer, (column) => column.notNull())
    .execute();

  await createTable("audit_heads")
    .addColumn("account", text, (column) => column.primaryKey())
    .addColumn("sequence", integer, (column) => column.notNull())
    .addColumn("mac", text, (column) => column.notNull())
    .execute();
  await createTable("audit_events")
    .addColumn("account", text, (column) => column.notNull())
    .addColumn("sequence", integer, (column) => column.notNull())
    .addColumn("at_ms", integer, (column) => column.notNull())
    .addColumn("actor", text, (column) => column.notNull())
    .addColumn("actor_search", text, (column) => column.notNull())
    .addColumn("action", text, (column) => column.notNull())
    .addColumn("target", text, (column) => column.notNull())
    .addColumn("counterpart", text)
    .addColumn("before", text)
    .addColumn("after", text)
    .addColumn("request_id", text)
    .addColumn("ip", text)
    .addColumn("mac", text, (column) => column.notNull())
    .addColumn("secret_id", text, (column) => column.notNull())
    .addPrimaryKeyConstraint("audit_events_pk", ["account", "sequence"])
    .execute();
  await createTable("outbox")
    .addColumn("id", text, (column) => column.primaryKey())
    .addColumn("revision", integer, (column) => column.notNull())
    .addColumn("at_ms", integer, (column) => column.notNull())
    .addColumn("announcement", text, (column) => column.notNull())
    .addColumn("delivered", integer, (column) => column.notNull())
    .execute();

  await createSignInTables(db, engine.columnTypes);

  await createTable("members")
    .addColumn("account", text, (column) => column.notNull().references("accounts.name"))
    .addColumn("user_id", text, (column) => column.notNull().references("users.id"))
    .addColumn("added_at_ms", integer, (column) => column.notNull())
    .addPrimaryKeyConstraint("members_pk", ["account", "user_id"])
    .execute();
  await db.schema.createIndex("members_user_id").on("members").column("user_id").execute();
  await createTable("member_roles")
    .addColumn("account", text, (column) => column.notNull())
    .addColumn("user_id", text, (column) => column.notNull())
    .addColumn("role_id", text, (column) => column.notNull())
    .addPrimaryKeyConstraint("member_roles_pk", ["account", "user_id", "role_id"])
    .addForeignKeyConstraint("member_roles_fk", ["account", "user_id"], "members", ["account", "user_id"], (key) =>
      key.onDelete("cascade"),
    )
    .execute();
}

/**
 * better-auth's tables under our names, as its own `compileMigrations()` writes them (a test holds them against it), and
 * `users.name_folded`, which is ours: people come only by our own writes. It has a default because better-auth refuses to
 * sign anybody in beside a column that its own inserts would have to fill.
 */
async function createSignInTables(db: Kysely<unknown>, { text, timestamp, boolean }: ColumnTypes): Promise<void> {
  await db.schema
    .createTable("users")
    .addColumn("id", text, (column) => column.primaryKey())
    .addColumn("name", text, (column) => column.notNull())
    .addColumn("name_folded", text, (column) => column.notNull().defaultTo(""))
    .addColumn("email", text, (column) => column.notNull().unique())
    .addColumn("email_verified", boolean, (column) => column.notNull())
    .addColumn("image", text)
    .addColumn("created_at", timestamp, (column) => column.notNull())
    .addColumn("updated_at", timestamp, (column) => column.notNull())
    .execute();
  await db.schema
    .createTable("sessions")
    .addColumn("id", text, (column) => column.primaryKey())
    .addColumn("expires_at", timestamp, (column) => column.notNull())
    .addColumn("token", text, (column) => column.notNull().unique())
    .addColumn("created_at", timestamp, (column) => column.notNull())
    .addColumn("updated_at", timestamp, (column) => column.notNull())
    .addColumn("ip_address", text)
    .addColumn("user_agent", text)
    .addColumn("user_id", text, (column) => column.notNull().references("users.id").onDelete("cascade"))
    .execute();
  await db.schema.createIndex("sessions_user_id_idx").on("sessions").column("user_id").execute();
  await db.schema
    .createTable("credentials")
    .addColumn("id", text, (column) => column.primaryKey())
    .addColumn("account_id", text, (column) => column.notNull())
    .addColumn("provider_id", text, (column) => column.notNull())
    .addColumn("user_id", text, (column) => column.notNull().references("users.id").onDelete("cascade"))
    .addColumn("access_token", text)
    .addColumn("refresh_token", text)
    .addColumn("id_token", text)
    .addColumn("access_token_expires_at", timestamp)
    .addColumn("refresh_token_expires_at", timestamp)
    .addColumn("scope", text)
    .addColumn("password", text)
    .addColumn("created_at", timestamp, (column) => column.notNull())
    .addColumn("updated_at", timestamp, (column) => column.notNull())
    .execute();
  await db.schema.createIndex("credentials_user_id_idx").on("credentials").column("user_id").execute();
  await db.schema
    .createTable("verifications")
    .addColumn("id", text, (column) => column.primaryKey())
    .addColumn("identifier", text, (column) => column.notNull())
    .addColumn("value", text, (column) => column.notNull())
    .addColumn("expires_at", timestamp, (column) => column.notNull())
    .addColumn("created_at", timestamp, (column) => column.notNull())
    .addColumn("updated_at", timestamp, (column) => column.notNull())
    .execute();
  await db.schema.createIndex("verifications_identifier_idx").on("verifications").column("identifier").execute();
}
