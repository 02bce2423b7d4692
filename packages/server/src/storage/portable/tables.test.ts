import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { MIGRATION_TABLES, migrate } from "../migrate.ts";
import type { Schema } from "../schema.ts";
import { createTestDatabase, engineNames } from "../test-database.ts";
import { columnsByTable } from "./rows.ts";
import { INSTALLATION_TABLE, PASSING_TABLES, PORTABLE_TABLES } from "./tables.ts";

const names = PORTABLE_TABLES.map(({ name }) => name);

describe.each(engineNames)("the tables that are moved, on %s", (name) => {
  test("are all that the migrations make, each once", async () => {
    const engine = await (await createTestDatabase(name)).open<Schema>();
    await migrate(engine);
    const made = [...(await columnsByTable(engine.reader)).keys()];
    expect([...names, ...PASSING_TABLES, INSTALLATION_TABLE, ...MIGRATION_TABLES].toSorted()).toEqual(made.toSorted());
  });
});

test("each is known by its primary key, and comes behind those that it refers to", async () => {
  const engine = await (await createTestDatabase("sqlite")).open<Schema>();
  await migrate(engine);
  for (const table of PORTABLE_TABLES) {
    const key = await sql<{
      name: string;
    }>`select name from pragma_table_info(${table.name}) where pk > 0 order by pk`.execute(engine.reader);
    expect([table.name, ...table.key]).toEqual([table.name, ...key.rows.map((row) => row.name)]);
    const references = await sql<{
      name: string;
    }>`select "table" as name from pragma_foreign_key_list(${table.name})`.execute(engine.reader);
    for (const { name } of references.rows) expect(names.indexOf(name)).toBeLessThan(names.indexOf(table.name));
  }
});
