import { inspect } from "node:util";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { sql } from "kysely";
import { describe, expect, onTestFinished, test } from "vitest";
import { Program } from "../../../../test/support/program.ts";
import { createTestDatabase, engineNames } from "./test-database.ts";
import { type Things, FORBIDDEN_SIZE, createThings, insert, ids, rejection } from "./test-things.ts";

describe.each(engineNames)("the %s engine", (name) => {
  describe("values", () => {
    test.each([
      ["nothing", { label: null, size: null, body: null }],
      ["the largest numbers", { label: "", size: Number.MAX_SAFE_INTEGER, body: new Uint8Array() }],
      ["the smallest numbers", { label: " ", size: Number.MIN_SAFE_INTEGER, body: new Uint8Array([0, 255]) }],
      [
        "all of Unicode",
        { label: "👩🏽‍🚀 ‮ \u{10FFFF} e\u0301 'quoted' \\ %_", size: 0, body: new TextEncoder().encode("é") },
      ],
      ["a megabyte", { label: "x".repeat(1 << 20), size: 1 << 20, body: new Uint8Array(1 << 20).fill(7) }],
    ])("come back as they were: %s", async (_, values) => {
      const engine = await createThings(await createTestDatabase(name));
      await engine.writer
        .insertInto("things")
        .values({ id: "one", ...values })
        .execute();

      await expect(engine.reader.selectFrom("things").selectAll().execute()).resolves.toEqual([
        { id: "one", ...values },
      ]);
    });

    test("come back as they were: whatever fast-check thinks of", async () => {
      const engine = await createThings(await createTestDatabase(name));
      const text = fc.string({ unit: "binary" }).map((value) => value.replaceAll("\0", ""));
      const row = fc.record({
        id: text,
        label: fc.option(text),
        size: fc.option(fc.maxSafeInteger().filter((size) => size !== FORBIDDEN_SIZE)),
        body: fc.option(fc.uint8Array()),
      });
      await fc.assert(
        fc.asyncProperty(row, async (values) => {
          await engine.writer.deleteFrom("things").execute();
          await engine.writer.insertInto("things").values(values).execute();
          expect(await engine.reader.selectFrom("things").selectAll().execute()).toEqual([values]);
        }),
        { numRuns: 50 },
      );
    });

    test("are bytes with a buffer of their own, whatever buffer they came in", async () => {
      const engine = await createThings(await createTestDatabase(name));
      const windowOnPool = Buffer.from("a secret and its neighbour").subarray(9, 12);
      await engine.writer
        .insertInto("things")
        .values({ id: "one", label: null, size: null, body: windowOnPool })
        .execute();

      const { body } = await engine.reader.selectFrom("things").select("body").executeTakeFirstOrThrow();
      expect(body?.constructor).toBe(Uint8Array);
      expect(body).toEqual(new TextEncoder().encode("and"));
      expect(body?.buffer.byteLength).toBe(3);
    });

    test("are counts and sums as numbers", async () => {
      const { writer, reader } = await createThings(await createTestDatabase(name));
      const rows = [5, 7].map((size) => ({ id: String(size), label: null, size, body: null }));
      await writer.insertInto("things").values(rows).execute();

      const totals = reader
        .selectFrom("things")
        .select(({ fn }) => [fn.countAll().as("count"), fn.sum("size").as("sum")]);
      await expect(totals.execute()).resolves.toEqual([{ count: 2, sum: 12 }]);
    });

    test("beyond the exact integers are refused, not rounded", async () => {
      const { writer, reader, isUnavailable } = await createThings(await createTestDatabase(name));
      const tooLarge = Number.MAX_SAFE_INTEGER + 1;
      const values = { id: "one", label: null, size: tooLarge, body: null };
      await expect(writer.insertInto("things").values(values).execute()).rejects.toThrow(/^parameter 3: /);

      await sql`insert into things (id, size) values ('one', 9007199254740993)`.execute(writer);
      const error = await rejection(reader.selectFrom("things").select("size").execute());
      expect(String(error)).toMatch("can't be read exactly");
      expect(inspect(error)).not.toContain("9007199254740993");
      expect(isUnavailable(error)).toBe(false);
      await expect(ids(reader)).resolves.toEqual(["one"]);
    });

    test("of the wrong type are refused", async () => {
      const { writer } = await createThings(await createTestDatabase(name));
      await expect(sql`insert into things (id, size) values ('one', ${"many"})`.execute(writer)).rejects.toThrow(
        /valid value|store TEXT/,
      );
      await expect(ids(writer)).resolves.toEqual([]);
    });

    test("are text sorted and compared by code point", async () => {
      const { writer, reader } = await createThings(await createTestDatabase(name));
      const sorted = ["", "A", "Z", "_", "a", "aa", "z", "é", "\uFFFD", "\u{1F511}"];
      await insert(writer, ...sorted.toReversed());

      await expect(ids(reader)).resolves.toEqual(sorted);
      const afterZ = reader
        .selectFrom("things")
        .select("id")
        .where("id", ">", "Z")
        .where("id", "<=", "a")
        .orderBy("id");
      await expect(afterZ.execute()).resolves.toEqual([{ id: "_" }, { id: "a" }]);
    });
  });

  describe("errors", () => {
    test("say which of them are unique violations", async () => {
      const { writer, isUniqueViolation, isUnavailable } = await createThings(await createTestDatabase(name));
      const row = { id: "one", label: null, size: 1, body: null };
      await writer.insertInto("things").values(row).execute();
      const failing = {
        primaryKey: writer.insertInto("things").values({ ...row, size: 2 }),
        uniqueColumn: writer.insertInto("things").values({ ...row, id: "two" }),
        checkedColumn: writer.insertInto("things").values({ ...row, id: "two", size: FORBIDDEN_SIZE }),
        nullColumn: writer.updateTable("things").set({ id: sql`null` }),
      };

      const errors = await Promise.all(Object.values(failing).map((query) => rejection(query.execute())));
      expect(errors.map(isUniqueViolation)).toEqual([true, true, false, false]);
      expect(errors.some(isUnavailable)).toBe(false);
      expect(isUniqueViolation(undefined)).toBe(false);
      expect(isUniqueViolation(new Error("UNIQUE constraint failed"))).toBe(false);
    });

    test("never quote a value", async () => {
      const { writer } = await createThings(await createTestDatabase(name));
      const canary = "lkt_canary";
      const row = { id: canary, label: canary, size: 1, body: null };
      await writer.insertInto("things").values(row).execute();

      const failures = [
        writer.insertInto("things").values(row),
        writer.updateTable("things").set({ size: FORBIDDEN_SIZE }),
        writer.updateTable("things").set({ label: null, id: sql`null` }),
        writer.updateTable("things").set({ size: sql`${canary}` }),
        writer.updateTable("things").set({ label: `${canary}\0` }),
        writer
          .selectFrom("things")
          .select(sql`no_such_column`.as("x"))
          .where("label", "=", canary),
      ];
      for (const failure of failures) {
        const error = await rejection(failure.execute());
        expect(error).toBeInstanceOf(Error);
        expect(inspect(error, { depth: 10, showHidden: true })).not.toContain(canary);
      }
    });

    test("have a stack that leads to the caller", async () => {
      const { reader } = await createThings(await createTestDatabase(name));
      const error = await rejection(sql`select no_such_column`.execute(reader));
      expect((error as Error).stack).toContain(import.meta.filename);
    });
  });

  describe("a reader", () => {
    test("neither waits for a changing transaction nor sees what it hasn't committed", async () => {
      const { writer, reader } = await createThings(await createTestDatabase(name));
      await writer.transaction().execute(async (trx) => {
        await insert(trx, "one");
        await expect(ids(reader)).resolves.toEqual([]);
        await expect(ids(trx)).resolves.toEqual(["one"]);
      });
      await expect(ids(reader)).resolves.toEqual(["one"]);
    });

    test("sees one state of the database throughout a transaction", async () => {
      const { writer, reader } = await createThings(await createTestDatabase(name));
      await insert(writer, "one");
      await reader.transaction().execute(async (trx) => {
        await expect(ids(trx)).resolves.toEqual(["one"]);
        await insert(writer, "two");
        await expect(ids(trx)).resolves.toEqual(["one"]);
        await expect(ids(reader)).resolves.toEqual(["one", "two"]);
      });
      await expect(ids(reader)).resolves.toEqual(["one", "two"]);
    });

    test("can't write, in a transaction or out of it", async () => {
      const { writer, reader, isUnavailable } = await createThings(await createTestDatabase(name));
      const errors = [
        await rejection(insert(reader, "one")),
        await rejection(reader.transaction().execute((trx) => insert(trx, "one"))),
      ];
      expect(errors.some(isUnavailable)).toBe(false);
      await expect(ids(writer)).resolves.toEqual([]);
    });
  });

  describe("a transaction", () => {
    test("that throws leaves nothing, and the next one works", async () => {
      const { writer } = await createThings(await createTestDatabase(name));
      const reason = new Error("changed my mind");
      const abandoned = writer.transaction().execute(async (trx) => {
        await insert(trx, "one");
        throw reason;
      });

      await expect(abandoned).rejects.toBe(reason);
      await expect(ids(writer)).resolves.toEqual([]);
      await writer.transaction().execute((trx) => insert(trx, "two"));
      await expect(ids(writer)).resolves.toEqual(["two"]);
    });

    test("is over when a statement failed, even if the caller carries on", async () => {
      const { writer } = await createThings(await createTestDatabase(name));
      const careless = writer.transaction().execute(async (trx) => {
        await insert(trx, "one");
        await rejection(insert(trx, "one"));
        await rejection(insert(trx, "two"));
        await rejection(ids(trx));
      });

      await expect(careless).rejects.toMatchObject({ name: "AbortedTransactionError" });
      await expect(ids(writer)).resolves.toEqual([]);
    });

    test("can go back to a savepoint, and on from there", async () => {
      const { writer } = await createThings(await createTestDatabase(name));
      const trx = await writer.startTransaction().execute();
      await insert(trx, "one");
      const before = await trx.savepoint('before "two"').execute();
      await insert(before, "two");
      await rejection(insert(before, "one"));
      const back = await before.rollbackToSavepoint('before "two"').execute();
      await insert(back, "three");
      await (await back.releaseSavepoint('before "two"').execute()).commit().execute();

      await expect(ids(writer)).resolves.toEqual(["one", "three"]);
    });

    test("takes changes of the schema with it", async () => {
      const { writer } = await createThings(await createTestDatabase(name));
      const migration = writer.transaction().execute(async (trx) => {
        await trx.schema.createTable("more_things").addColumn("id", "integer").execute();
        await trx.schema.alterTable("things").addColumn("extra", "integer").execute();
        throw new Error("half way");
      });

      await expect(migration).rejects.toThrow("half way");
      const tables = await writer.introspection.getTables();
      expect(tables.map((table) => [table.name, table.columns.map((column) => column.name)])).toEqual([
        ["things", ["id", "label", "size", "body"]],
      ]);
    });

    test("sees what the one before committed, when each first changes the same row", async () => {
      const { writer } = await createThings(await createTestDatabase(name));
      await writer.insertInto("things").values({ id: "counter", label: null, size: 0, body: null }).execute();
      const steps = Array.from({ length: 40 }, () =>
        writer.transaction().execute(async (trx) => {
          const { size } = await trx
            .updateTable("things")
            .set({ size: sql`size + 1` })
            .where("id", "=", "counter")
            .returning("size")
            .executeTakeFirstOrThrow();
          await insert(trx, String(size));
          return size;
        }),
      );

      const order = await Promise.all(steps);
      expect(order.toSorted((a, b) => (a ?? 0) - (b ?? 0))).toEqual(
        Array.from({ length: 40 }, (_, index) => index + 1),
      );
    });

    test("that nobody goes on with is rolled back after the idle time-out", async () => {
      const { writer, isUnavailable } = await createThings(await createTestDatabase(name), { idleTimeoutMs: 250 });
      const forgotten = await writer.startTransaction().execute();
      await insert(forgotten, "one");

      // Waits for the forgotten one: for its connection on SQLite, for its row on PostgreSQL.
      await writer.insertInto("things").values({ id: "one", label: "mine", size: null, body: null }).execute();
      expect(isUnavailable(await rejection(insert(forgotten, "two")))).toBe(true);
      expect(isUnavailable(await rejection(forgotten.commit().execute()))).toBe(true);
      await forgotten
        .rollback()
        .execute()
        .catch(() => undefined);
      await expect(ids(writer)).resolves.toEqual(["one"]);
    });

    test("is lost whole when its process is killed", async () => {
      const database = await createTestDatabase(name);
      const engine = await createThings(database);
      const opener = name === "sqlite" ? "openSqlite" : "openPostgres";
      const script = `
        import { sql } from "kysely";
        import { ${opener} } from ${JSON.stringify(import.meta.resolve(`./${name}.ts`))};
        const { writer } = await ${opener}(${JSON.stringify(database.address)});
        await sql\`insert into things (id) values ('committed')\`.execute(writer);
        await writer.transaction().execute(async (trx) => {
          for (let n = 0; n < 100; n++) await sql\`insert into things (id) values (\${"half " + n})\`.execute(trx);
          console.log("half way");
          await new Promise((resolve) => setInterval(resolve, 1 << 30));
        });`;
      const owner = new Program(process.execPath, ["--input-type=module", "--eval", script], {
        cwd: fileURLToPath(new URL(".", import.meta.url)),
      });
      onTestFinished(() => owner.stop("SIGKILL").then(() => undefined));
      expect(await owner.printed("half way"), owner.output).toBe(true);
      await owner.stop("SIGKILL");

      // Waits for nobody: the lock went with the process.
      await insert(engine.writer, "half 1");
      await expect(ids(engine.reader)).resolves.toEqual(["committed", "half 1"]);
    });
  });

  test("says how many rows a statement changed", async () => {
    const { writer } = await createThings(await createTestDatabase(name));
    await insert(writer, "1", "2", "3");
    const update = writer.updateTable("things").set({ label: "new" }).where("id", "<>", "2");
    await expect(update.executeTakeFirst()).resolves.toMatchObject({ numUpdatedRows: 2n });
    await expect(writer.deleteFrom("things").executeTakeFirst()).resolves.toMatchObject({ numDeletedRows: 3n });
  });

  describe("when all connections are taken", () => {
    test("gives up waiting as unavailable, and serves again later", async () => {
      const options = { maxWriters: 1, acquireTimeoutMs: 400 };
      const { writer, isUnavailable } = await createThings(await createTestDatabase(name), options);
      const holder = await writer.startTransaction().execute();

      expect(isUnavailable(await rejection(insert(writer, "one")))).toBe(true);
      await holder.rollback().execute();
      await insert(writer, "two");
      await expect(ids(writer)).resolves.toEqual(["two"]);
    });
  });

  describe("close", () => {
    test("lets what runs finish, and turns the rest away as unavailable", async () => {
      const database = await createTestDatabase(name);
      const engine = await createThings(database, { maxWriters: 1 });
      const running = await engine.writer.startTransaction().execute();
      await insert(running, "running");
      const waiting = rejection(insert(engine.writer, "waiting"));
      const closed = engine.close();
      const late = rejection(insert(engine.writer, "late"));
      const lateReader = rejection(ids(engine.reader));
      await insert(running, "to the end");
      await running.commit().execute();
      await closed;
      await engine.close();

      const errors = await Promise.all([waiting, late, lateReader, rejection(ids(engine.reader))]);
      expect(errors.map((error) => engine.isUnavailable(error))).toEqual([true, true, true, true]);
      await expect(ids((await database.open<Things>()).reader)).resolves.toEqual(["running", "to the end"]);
    });

    test("rolls back what doesn't finish in time", async () => {
      const database = await createTestDatabase(name);
      const engine = await createThings(database, { closeGraceMs: 20 });
      const stuck = await engine.writer.startTransaction().execute();
      await insert(stuck, "stuck");
      await engine.close();

      expect(engine.isUnavailable(await rejection(stuck.commit().execute()))).toBe(true);
      await stuck
        .rollback()
        .execute()
        .catch(() => undefined);
      await expect(ids((await database.open<Things>()).reader)).resolves.toEqual([]);
    });
  });
});
