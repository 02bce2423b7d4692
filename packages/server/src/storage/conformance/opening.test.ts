import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { migrate } from "../migrate.ts";
import { WrongSecretError } from "../sql-store.ts";
import { createTestDatabase, engineNames } from "../test-database.ts";
import { account, openTestStore, write } from "./test-store.ts";

describe.each(engineNames)("opening the store on %s", (name) => {
  test("keeps what an earlier start has written, and runs no migration again", async () => {
    const first = await openTestStore(name);
    await write(first, (tx) => tx.accounts.insert(account("acme")));
    const migrations = () => sql`select name, timestamp from schema_migrations`.execute(first.engine.reader);
    const before = await migrations();
    const second = await openTestStore(name, { database: first.database });
    await migrate(second.engine);
    expect(await second.reads.accounts.find("acme")).toEqual(account("acme"));
    expect(await migrations()).toEqual(before);
    expect(before.rows).not.toEqual([]);
  });

  test("may be done by several at once: one installation, which all agree on", async () => {
    const database = await createTestDatabase(name);
    const stores = await Promise.all([1, 2, 3].map(() => openTestStore(name, { database })));
    const epochs = await Promise.all(stores.map((store) => store.feed.position()));
    expect(new Set(epochs.map(({ epoch }) => epoch)).size).toBe(1);
    await Promise.all(stores.map((store, index) => write(store, (tx) => tx.accounts.insert(account(`a${index}`)))));
    expect(await stores[0]?.feed.position()).toMatchObject({ revision: 3 });
  });

  test("is refused under another server secret, and changes nothing", async () => {
    const store = await openTestStore(name);
    await write(store, (tx) => tx.accounts.insert(account("acme")));
    const { database } = store;
    const wrong = openTestStore(name, { database, secret: "another-secret-of-the-store-tests" });
    await expect(wrong).rejects.toThrow(WrongSecretError);
    const again = await openTestStore(name, { database });
    expect(await again.feed.position()).toEqual(await store.feed.position());
  });

  test("is refused on a database that a newer version has written", async () => {
    const store = await openTestStore(name);
    const newer = { name: "9999-from-the-future", timestamp: "2030-01-01T00:00:00.000Z" };
    await store.engine.writer
      .insertInto("schema_migrations" as never)
      .values(newer)
      .execute();
    await expect(openTestStore(name, { database: store.database })).rejects.toThrow(/9999-from-the-future/);
  });

  test("sees at once what another process on the database has committed", async () => {
    const one = await openTestStore(name);
    const other = await openTestStore(name, { database: one.database });
    for (let turn = 1; turn <= 5; turn++) {
      const [writer, reader] = turn % 2 === 0 ? [one, other] : [other, one];
      await write(writer, (tx) => tx.accounts.insert(account(`a${turn}`)));
      expect(await reader.reads.accounts.find(`a${turn}`)).toBeDefined();
      expect(await reader.feed.position()).toMatchObject({ revision: turn });
    }
  });
});
