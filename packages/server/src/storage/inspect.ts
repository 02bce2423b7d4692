import { sql } from "kysely";
import type { SqlEngine } from "./engine.ts";
import { MIGRATION_NAMES, MIGRATION_TABLE } from "./migrate.ts";
import type { Schema } from "./schema.ts";
import { ColumnNames } from "./column-names.ts";

/** What a database says of itself before anything is done to it. */
export interface DatabaseState {
  /** Migrations that the next start will run. */
  readonly pending: readonly string[];
  /** Migrations of a newer version. */
  readonly unknown: readonly string[];
  /** Which server secret it was made with; `undefined` before the first start. */
  readonly secretId: string | undefined;
  /** Whether a catalog was ever put in force. */
  readonly hasCatalog: boolean;
  /** Its own clock, in milliseconds since 1970; `undefined` where that is this machine's. */
  readonly nowMs: number | undefined;
}

/** Looks at a database, and changes nothing. */
export async function inspectDatabase(engine: SqlEngine<Schema>): Promise<DatabaseState> {
  const reader = engine.reader.withPlugin(new ColumnNames());
  const nowMs = engine.sharedByNodes
    ? Number(
        (await sql<{ ms: string }>`select extract(epoch from clock_timestamp()) * 1000 as ms`.execute(reader)).rows[0]
          ?.ms,
      )
    : undefined;
  const tables = await engine.reader.introspection.getTables();
  const has = (name: string) => tables.some((table) => table.name === name);
  const ran = has(MIGRATION_TABLE)
    ? (await sql<{ name: string }>`select name from ${sql.table(MIGRATION_TABLE)}`.execute(reader)).rows
    : [];
  const names = new Set(ran.map(({ name }) => name));
  const installation = has("installation")
    ? await reader.selectFrom("installation").select("secretId").executeTakeFirst()
    : undefined;
  const catalog = has("catalog") ? await reader.selectFrom("catalog").selectAll().executeTakeFirst() : undefined;
  return {
    pending: MIGRATION_NAMES.filter((name) => !names.has(name)),
    unknown: [...names].filter((name) => !MIGRATION_NAMES.includes(name)),
    secretId: installation?.secretId,
    hasCatalog: catalog !== undefined,
    nowMs,
  };
}
