import { type Kysely, sql } from "kysely";
import type { MigrationEngine } from "../engine.ts";

/**
 * On which day each key was last allowed each resource in each account: who uses an API, from as many rows as there are, and not from as
 * many more as days are kept.
 */
export async function resourceLastUses(db: Kysely<unknown>, engine: MigrationEngine): Promise<void> {
  const { text, integer } = engine.columnTypes;
  const table = db.schema
    .createTable("resource_last_uses")
    .addColumn("resource", text, (column) => column.notNull())
    .addColumn("account", text, (column) => column.notNull())
    .addColumn("key", text, (column) => column.notNull())
    .addColumn("day", integer, (column) => column.notNull())
    .addPrimaryKeyConstraint("resource_last_uses_pk", ["resource", "account", "key"]);
  await (engine.tableOptions ? table.modifyEnd(engine.tableOptions) : table).execute();
  await sql`insert into resource_last_uses (resource, account, key, day)
    select resource, account, key, max(day) from use_counts
    where outcome = 'allowed' and resource <> '' group by resource, account, key`.execute(db);
}
