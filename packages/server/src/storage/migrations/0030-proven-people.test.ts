import type { Kysely } from "kysely";
import { expect, test } from "vitest";
import { migrate, MIGRATION_NAMES } from "../migrate.ts";
import type { Schema } from "../schema.ts";
import { createTestDatabase, engineNames } from "../test-database.ts";
import { ColumnNames } from "../column-names.ts";

const BEFORE = MIGRATION_NAMES.filter((name) => name < "0030");
const AT = "2026-11-23T12:00:00.000Z";

test.each(engineNames)(
  "on %s, who has a password beside a provider isn't proven any more, and operators are",
  async (name) => {
    const engine = await (await createTestDatabase(name)).open<Schema>();
    await migrate(engine, engine.writer, BEFORE);
    const db = engine.writer.withPlugin(new ColumnNames());
    await add(db, "linked", 1, ["https://login.example"]);
    await add(db, "linked-and-reset", 1, ["https://login.example", "credential"]);
    await add(db, "by-password", 0, ["credential"]);
    await add(db, "operator", 0, ["credential"]);
    await db.insertInto("operators").values({ userId: "operator", addedAtMs: 0, addedBy: "{}" }).execute();
    await migrate(engine);
    const rows = await db.selectFrom("users").select(["id", "emailVerified"]).orderBy("id").execute();
    expect(rows.map(({ emailVerified, id }) => [id, Boolean(emailVerified)])).toEqual([
      ["by-password", false],
      ["linked", true],
      ["linked-and-reset", false],
      ["operator", true],
    ]);
  },
);

async function add(db: Kysely<Schema>, id: string, emailVerified: number, providers: string[]): Promise<void> {
  const times = { createdAt: AT, updatedAt: AT };
  const person = { id, name: id, nameFolded: id, email: `${id}@acme.example`, emailVerified, ...times };
  await db
    .insertInto("users")
    .values({ ...person, image: null, language: null, lastSignInAtMs: null })
    .execute();
  for (const providerId of providers) {
    const credential = { id: `${id} ${providerId}`, accountId: id, providerId, userId: id, password: null };
    await db
      .insertInto("credentials")
      .values({ ...credential, ...times })
      .execute();
  }
}
