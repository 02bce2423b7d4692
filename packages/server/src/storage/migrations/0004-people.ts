import { type Kysely, sql } from "kysely";
import type { MigrationEngine } from "../engine.ts";

/** Operators as people, invitations, and when people last signed in. */
export async function people(db: Kysely<unknown>, engine: MigrationEngine): Promise<void> {
  const { text, integer, bytes } = engine.columnTypes;
  const createTable = (name: string) => {
    const table = db.schema.createTable(name);
    return engine.tableOptions ? table.modifyEnd(engine.tableOptions) : table;
  };

  // Beside better-auth's columns, and like them null until there is something to say.
  await db.schema.alterTable("users").addColumn("last_sign_in_at_ms", integer).execute();
  await createTable("operators")
    .addColumn("user_id", text, (column) => column.primaryKey().references("users.id"))
    .addColumn("added_at_ms", integer, (column) => column.notNull())
    .addColumn("added_by", text, (column) => column.notNull())
    .execute();

  await createTable("invitations")
    .addColumn("id", text, (column) => column.primaryKey())
    .addColumn("account", text, (column) => column.notNull().references("accounts.name"))
    .addColumn("email", text, (column) => column.notNull())
    .addColumn("name", text)
    .addColumn("state", text, (column) => column.notNull())
    .addColumn("created_at_ms", integer, (column) => column.notNull())
    .addColumn("created_by", text, (column) => column.notNull())
    .addColumn("given_by", text, (column) => column.notNull())
    .addColumn("expires_at_ms", integer, (column) => column.notNull())
    .addColumn("proof", bytes, (column) => column.notNull())
    .addColumn("secret_id", text, (column) => column.notNull())
    .addColumn("mail", text, (column) => column.notNull())
    .addUniqueConstraint("invitations_account_id", ["account", "id"])
    .execute();
  // One open invitation for one person in one account.
  await db.schema
    .createIndex("invitations_open")
    .unique()
    .on("invitations")
    .columns(["account", "email"])
    .where(sql.ref("state"), "=", sql.lit("open"))
    .execute();
  await db.schema.createIndex("invitations_state").on("invitations").columns(["account", "state"]).execute();
  await createTable("invitation_roles")
    .addColumn("account", text, (column) => column.notNull())
    .addColumn("invitation_id", text, (column) => column.notNull())
    .addColumn("role_id", text, (column) => column.notNull())
    .addPrimaryKeyConstraint("invitation_roles_pk", ["account", "invitation_id", "role_id"])
    .addForeignKeyConstraint(
      "invitation_roles_fk",
      ["account", "invitation_id"],
      "invitations",
      ["account", "id"],
      (key) => key.onDelete("cascade"),
    )
    .execute();
}
