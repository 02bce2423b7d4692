import type { Kysely } from "kysely";
import type { MigrationEngine } from "../engine.ts";

/** Whether an installation is whole, and what a restore has left for somebody to decide on. */
export async function restores(db: Kysely<unknown>, engine: MigrationEngine): Promise<void> {
  const { text, integer } = engine.columnTypes;
  await db.schema
    .alterTable("installation")
    .addColumn("state", text, (column) => column.notNull().defaultTo("serving"))
    .execute();
  for (const table of ["api_keys", "external_keys"]) {
    await db.schema.alterTable(table).addColumn("quarantined_at_ms", integer).execute();
  }
}
