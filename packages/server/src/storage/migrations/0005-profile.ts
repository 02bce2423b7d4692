import type { Kysely } from "kysely";
import type { MigrationEngine } from "../engine.ts";

/** A person's language, second factor, sign-ins that wait for it, links to a provider, and when a session was last seen. */
export async function profileSchema(db: Kysely<unknown>, engine: MigrationEngine): Promise<void> {
  const { text, integer, bytes } = engine.columnTypes;
  const createTable = (name: string) => {
    const table = db.schema.createTable(name);
    return engine.tableOptions ? table.modifyEnd(engine.tableOptions) : table;
  };

  await db.schema.alterTable("users").addColumn("language", text).execute();
  await db.schema.alterTable("sessions").addColumn("last_seen_at_ms", integer).execute();
  // One person for a provider's subject, and one subject of each provider for a person.
  await db.schema
    .createIndex("credentials_provider_account")
    .unique()
    .on("credentials")
    .columns(["provider_id", "account_id"])
    .execute();
  await db.schema
    .createIndex("credentials_user_provider")
    .unique()
    .on("credentials")
    .columns(["user_id", "provider_id"])
    .execute();

  await createTable("two_factors")
    .addColumn("user_id", text, (column) => column.primaryKey().references("users.id").onDelete("cascade"))
    .addColumn("secret", bytes, (column) => column.notNull())
    .addColumn("secret_id", text, (column) => column.notNull())
    .addColumn("started_at_ms", integer, (column) => column.notNull())
    .addColumn("confirmed_at_ms", integer)
    .addColumn("last_step", integer)
    .execute();
  await createTable("recovery_codes")
    .addColumn("user_id", text, (column) => column.notNull().references("two_factors.user_id").onDelete("cascade"))
    .addColumn("digest", bytes, (column) => column.notNull())
    .addColumn("secret_id", text, (column) => column.notNull())
    .addPrimaryKeyConstraint("recovery_codes_pk", ["user_id", "digest"])
    .execute();
  await createTable("pending_sign_ins")
    .addColumn("digest", bytes, (column) => column.primaryKey())
    .addColumn("user_id", text, (column) => column.notNull().references("users.id").onDelete("cascade"))
    .addColumn("expires_at_ms", integer, (column) => column.notNull())
    .execute();
  await db.schema.createIndex("pending_sign_ins_user_id").on("pending_sign_ins").column("user_id").execute();
}
