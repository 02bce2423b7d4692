import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { createTestDatabase, engineNames } from "./test-database.ts";
import { createThings, insert, ids, collect, rejection, endless } from "./test-things.ts";

describe.each(engineNames)("a stream on the %s engine", (name) => {
  test("gives all rows, in order, whatever the size of its chunks", async () => {
    const { writer, reader } = await createThings(await createTestDatabase(name));
    const numbers = Array.from({ length: 1000 }, (_, n) => n);
    const rows = numbers.map((size) => ({ id: String(size), label: null, size, body: null }));
    await writer.insertInto("things").values(rows).execute();

    for (const chunkSize of [1, 7, 500, 1000, 5000]) {
      const query = reader.selectFrom("things").select("size").where("size", ">=", 0).orderBy("size");
      const sizes = await collect(query.stream(chunkSize), (row) => row.size);
      expect(sizes).toEqual(numbers);
    }
    const none = reader.selectFrom("things").select("size").where("size", "<", 0);
    await expect(collect(none.stream(), (row) => row.size)).resolves.toEqual([]);
  });

  test("reads no further than its consumer, and gives its connection back when left", async () => {
    const { reader } = await createThings(await createTestDatabase(name), { maxReaders: 2 });
    for (let round = 0; round < 5; round++) {
      const seen: number[] = [];
      for await (const { n } of reader.selectFrom(endless).select("n").stream(3)) {
        seen.push(n);
        if (seen.length === 10) break;
      }
      expect(seen).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    }
  });

  test("that is left takes the state in which it began with it", async () => {
    const { writer, reader } = await createThings(await createTestDatabase(name), { maxReaders: 1 });
    await insert(writer, "1", "2", "3");
    for await (const { id } of reader.selectFrom("things").select("id").orderBy("id").stream(1)) {
      expect(id).toBe("1");
      break;
    }
    await insert(writer, "4");
    await expect(ids(reader)).resolves.toEqual(["1", "2", "3", "4"]);
  });

  test("keeps to the state in which it began, and holds up no writer", async () => {
    const { writer, reader } = await createThings(await createTestDatabase(name));
    await insert(writer, "1", "2", "3", "4");
    const seen: string[] = [];
    for await (const { id } of reader.selectFrom("things").select("id").orderBy("id").stream(1)) {
      seen.push(id);
      await writer.deleteFrom("things").where("id", ">", id).execute();
    }
    expect(seen).toEqual(["1", "2", "3", "4"]);
    await expect(ids(reader)).resolves.toEqual(["1"]);
  });

  test("in a transaction sees its changes", async () => {
    const { writer } = await createThings(await createTestDatabase(name));
    const seen = await writer.transaction().execute(async (trx) => {
      await insert(trx, "1", "2", "3");
      return collect(trx.selectFrom("things").select("id").orderBy("id").stream(2), (row) => row.id);
    });
    expect(seen).toEqual(["1", "2", "3"]);
    await expect(ids(writer)).resolves.toEqual(seen);
  });

  test("that fails half way throws, and leaves its connection fit for use", async () => {
    const { writer, reader } = await createThings(await createTestDatabase(name), { maxReaders: 1 });
    await insert(writer, "1", "2");
    await sql`insert into things (id, size) values ('3', 9007199254740993)`.execute(writer);
    const rows = collect(reader.selectFrom("things").selectAll().orderBy("id").stream(2), (row) => row.size);

    await expect(rows).rejects.toThrow("can't be read exactly");
    await expect(ids(reader)).resolves.toEqual(["1", "2", "3"]);
  });

  test("that nobody reads on is ended after the idle time-out", async () => {
    const options = { idleTimeoutMs: 250, maxReaders: 1 };
    const { writer, reader, isUnavailable } = await createThings(await createTestDatabase(name), options);
    await insert(writer, "1", "2", "3");
    const forgotten = reader.selectFrom("things").select("id").stream(1);
    await forgotten.next();

    await writer.deleteFrom("things").execute();
    // Waits for the one connection.
    await expect(ids(reader)).resolves.toEqual([]);
    expect(isUnavailable(await rejection(forgotten.next()))).toBe(true);
  });
});
