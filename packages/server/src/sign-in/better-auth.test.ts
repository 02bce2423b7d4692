import { getMigrations } from "better-auth/db/migration";
import { describe, expect, test } from "vitest";
import { migrate } from "../storage/migrate.ts";
import type { Schema } from "../storage/schema.ts";
import { createTestDatabase, engineNames } from "../storage/test-database.ts";
import { SIGN_IN_TABLES } from "./better-auth.ts";

describe.each(engineNames)("better-auth on %s", (name) => {
  test("finds nothing left to do in a database that our migrations made", async () => {
    const database = await createTestDatabase(name);
    const engine = await database.open<Schema>();
    const tables = { ...SIGN_IN_TABLES, emailAndPassword: { enabled: true } };
    const planned = () => getMigrations({ ...tables, database: { db: engine.writer, type: engine.name } });

    // It would see what is missing: before our migrations everything is.
    expect((await planned()).toBeCreated.map(({ table }) => table).toSorted()).toEqual([
      "credentials",
      "sessions",
      "users",
      "verifications",
    ]);
    await migrate(engine);
    const { toBeAdded, toBeCreated } = await planned();
    expect(toBeCreated).toEqual([]);
    expect(toBeAdded).toEqual([]);
  });
});
