import { readdir, stat, writeFile } from "node:fs/promises";
import { DatabaseSync } from "node:sqlite";
import { dirname, join } from "node:path";
import type { Worker } from "node:worker_threads";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { EngineUnavailableError, type SqlEngine } from "./engine.ts";
import { openSqlite, type SqliteOptions } from "./sqlite.ts";
import { createTestDatabase } from "./test-database.ts";

interface Notes {
  notes: { id: number; text: string | null };
}

async function openNotes(options?: SqliteOptions): Promise<{ engine: SqlEngine<Notes>; path: string }> {
  const database = await createTestDatabase("sqlite");
  const engine = await database.open<Notes>(options);
  await sql`create table notes (id integer primary key, text text) strict`.execute(engine.writer);
  return { engine, path: database.address };
}

async function add(db: SqlEngine<Notes>["writer"], id: number, text: string | null = null): Promise<void> {
  await db.insertInto("notes").values({ id, text }).execute();
}

async function ids(db: SqlEngine<Notes>["reader"]): Promise<number[]> {
  const rows = await db.selectFrom("notes").select("id").orderBy("id").execute();
  return rows.map((row) => row.id);
}

/** Keeps a thread busy for a second per some millions. */
async function countTo(limit: number, db: SqlEngine<Notes>["reader"]): Promise<number | undefined> {
  const { rows } = await sql<{ n: number }>`with recursive counted(n) as
    (select 1 union all select n + 1 from counted where n < ${limit}) select max(n) as n from counted`.execute(db);
  return rows[0]?.n;
}

async function rejection(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => expect.unreachable("resolved"),
    (error: unknown) => error,
  );
}

/** The workers started while `work` runs: the writer's, then the reader's. */
async function workersOf<T>(work: () => Promise<T>): Promise<{ result: T; workers: Worker[] }> {
  const workers: Worker[] = [];
  const note = (worker: Worker): void => void workers.push(worker);
  process.on("worker", note);
  try {
    return { result: await work(), workers };
  } finally {
    process.off("worker", note);
  }
}

test("its files can be read by their owner alone", async () => {
  const { engine, path } = await openNotes();
  await add(engine.writer, 1);
  const folder = dirname(path);
  const modes = await Promise.all(
    (await readdir(folder)).toSorted().map(async (file) => [file, (await stat(join(folder, file))).mode & 0o777]),
  );
  expect(modes).toEqual([
    ["test.db", 0o600],
    ["test.db-shm", 0o600],
    ["test.db-wal", 0o600],
  ]);
});

test.each([
  ["journal_mode", "wal", "wal"],
  ["synchronous", 2, 2],
  ["foreign_keys", 1, 1],
  ["trusted_schema", 0, 0],
  ["query_only", 0, 1],
])("its connections set %s", async (pragma, writer, reader) => {
  const { engine } = await openNotes();
  const { rows: inWriter } = await sql`pragma ${sql.raw(pragma)}`.execute(engine.writer);
  const { rows: inReader } = await sql`pragma ${sql.raw(pragma)}`.execute(engine.reader);
  expect([inWriter, inReader]).toEqual([[{ [pragma]: writer }], [{ [pragma]: reader }]]);
});

test("it leaves one file when it closes", async () => {
  const { engine, path } = await openNotes();
  await add(engine.writer, 1);
  await engine.close();
  await expect(readdir(dirname(path))).resolves.toEqual(["test.db"]);
});

test("its parameters are stored as what they are", async () => {
  const { engine } = await openNotes();
  const types = sql`select typeof(${1}) as i, typeof(${1.5}) as f, typeof(${"1"}) as t, typeof(${new Uint8Array(1)}) as b,
    typeof(${null}) as n, ${7} / ${2} as division`;
  await expect(types.execute(engine.reader)).resolves.toMatchObject({
    rows: [{ i: "integer", f: "real", t: "text", b: "blob", n: "null", division: 3 }],
  });
});

test.each([[undefined], [true], [new Date(0)], [Number.NaN], [Number.POSITIVE_INFINITY], ["a\0b"], [{ a: 1 }]])(
  "it refuses the parameter %o",
  async (value) => {
    const { engine } = await openNotes();
    await expect(sql`select ${value} as value`.execute(engine.reader)).rejects.toThrow(/^parameter 1: /);
  },
);

test("neither a long read nor a waiting writer holds up the event loop, or one the other", async () => {
  const { engine } = await openNotes();
  let counting = true;
  const counted = countTo(3_000_000, engine.reader).finally(() => {
    counting = false;
  });
  let turns = 0;
  let id = 0;
  while (counting) {
    await new Promise((resolve) => setImmediate(resolve));
    turns++;
    if (turns % 100 === 0) await add(engine.writer, ++id);
  }
  await expect(counted).resolves.toBe(3_000_000);
  expect(id).toBeGreaterThan(1);
});

test("its transactions are served in the order of coming", async () => {
  const { engine } = await openNotes();
  const order: number[] = [];
  const transactions = [1, 2, 3, 4, 5].map((id) =>
    engine.writer.transaction().execute(async (trx) => {
      await add(trx, id);
      order.push(id);
      await ids(trx);
    }),
  );
  await Promise.all(transactions);
  expect(order).toEqual([1, 2, 3, 4, 5]);
});

test("a prepared statement notices that the schema has changed", async () => {
  const { engine } = await openNotes();
  await add(engine.writer, 1, "one");
  const all = engine.reader.selectFrom("notes").selectAll();
  await expect(all.execute()).resolves.toEqual([{ id: 1, text: "one" }]);
  await sql`alter table notes drop column text`.execute(engine.writer);
  await sql`alter table notes add column size integer not null default 3`.execute(engine.writer);
  await expect(all.execute()).resolves.toEqual([{ id: 1, size: 3 }]);
});

test("it runs more different statements than it keeps prepared", async () => {
  const { engine } = await openNotes();
  for (let round = 0; round < 2; round++) {
    for (let n = 0; n < 300; n++) {
      const { rows } = await sql`select ${sql.lit(n)} as n`.execute(engine.reader);
      expect(rows).toEqual([{ n }]);
    }
  }
});

test("several engines open one new file at once, and their transactions queue", async () => {
  const database = await createTestDatabase("sqlite");
  const engines = await Promise.all([1, 2, 3].map(() => database.open<Notes>()));
  await sql`create table notes (id integer primary key, text text) strict`.execute(
    (engines[0] as SqlEngine<Notes>).writer,
  );
  const addNext = async (db: SqlEngine<Notes>["writer"]): Promise<void> =>
    db.transaction().execute(async (trx) => {
      const last = (await ids(trx)).at(-1) ?? 0;
      await add(trx, last + 1);
    });
  await Promise.all(engines.flatMap(({ writer }) => [1, 2, 3, 4, 5].map(() => addNext(writer))));

  const expected = Array.from({ length: 15 }, (_, index) => index + 1);
  for (const { reader } of engines) await expect(ids(reader)).resolves.toEqual(expected);
});

test("a lock that another process keeps makes it unavailable, and nothing else", async () => {
  const { engine, path } = await openNotes({ busyTimeoutMs: 20 });
  using other = new DatabaseSync(path);
  other.exec("begin immediate");
  const error = await rejection(engine.writer.transaction().execute((trx) => add(trx, 1)));
  expect(engine.isUnavailable(error)).toBe(true);
  await expect(ids(engine.reader)).resolves.toEqual([]);

  other.exec("rollback");
  await add(engine.writer, 1);
  await expect(ids(engine.reader)).resolves.toEqual([1]);
});

test("a full disk makes it unavailable, and the transaction is lost whole", async () => {
  const { engine } = await openNotes();
  await sql`pragma max_page_count = 20`.execute(engine.writer);
  let failure: unknown;
  const careless = engine.writer.transaction().execute(async (trx) => {
    await add(trx, 1);
    failure = await rejection(add(trx, 2, "x".repeat(1 << 20)));
    await rejection(add(trx, 3));
  });
  await expect(careless).rejects.toMatchObject({ name: "AbortedTransactionError" });
  expect(engine.isUnavailable(failure)).toBe(true);
  await expect(ids(engine.reader)).resolves.toEqual([]);
  await add(engine.writer, 4);
  await expect(ids(engine.reader)).resolves.toEqual([4]);
});

test("a worker that dies takes its transaction with it and is replaced", async () => {
  const { result, workers } = await workersOf(() => openNotes());
  const { writer, reader, isUnavailable } = result.engine;
  await add(writer, 1);
  const running = await writer.startTransaction().execute();
  await add(running, 2);
  const streaming = reader.selectFrom("notes").select("id").stream(1);
  await streaming.next();
  expect(workers).toHaveLength(2);
  const inFlight = rejection(countTo(1_000_000, reader));
  await Promise.all(workers.map((worker) => worker.terminate()));

  expect(isUnavailable(await inFlight)).toBe(true);
  expect(isUnavailable(await rejection(add(running, 3)))).toBe(true);
  expect(isUnavailable(await rejection(running.commit().execute()))).toBe(true);
  await running
    .rollback()
    .execute()
    .catch(() => undefined);
  expect(isUnavailable(await rejection(streaming.next()))).toBe(true);

  await add(writer, 4);
  await expect(ids(reader)).resolves.toEqual([1, 4]);
});

test("a worker that dies during a transaction lets it say why it failed", async () => {
  const { result, workers } = await workersOf(() => openNotes());
  const { writer, isUnavailable } = result.engine;
  const failing = writer.transaction().execute(async (trx) => {
    await Promise.all(workers.map((worker) => worker.terminate()));
    await add(trx, 1);
  });
  expect(isUnavailable(await rejection(failing))).toBe(true);
});

test("opening says what is wrong, and leaves no thread behind", async () => {
  const database = await createTestDatabase("sqlite");
  const folder = dirname(database.address);
  await writeFile(join(folder, "note.txt"), "not a database, but long enough to be one: ".repeat(100));
  const { result, workers } = await workersOf(() =>
    Promise.all([
      rejection(openSqlite(join(folder, "no such folder", "test.db"))),
      rejection(openSqlite(join(folder, "note.txt"))),
      rejection(openSqlite(folder)),
      rejection(openSqlite(":memory:")),
    ]),
  );
  expect(result).toEqual([
    expect.objectContaining({ code: "ENOENT" }),
    expect.objectContaining({ errcode: 26 }),
    expect.objectContaining({ errcode: 14 }),
    expect.any(TypeError),
  ]);
  expect(workers.map((worker) => worker.threadId)).toEqual(workers.map(() => -1));
});

test("it is Kysely's to close, too", async () => {
  const { engine } = await openNotes();
  await engine.writer.destroy();
  await expect(add(engine.writer, 1)).rejects.toThrow("destroyed");
  await expect(ids(engine.reader)).resolves.toEqual([]);
  await engine.close();
  await expect(ids(engine.reader)).rejects.toThrow(EngineUnavailableError);
});
