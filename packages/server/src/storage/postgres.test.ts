import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Socket } from "node:net";
import { inspect } from "node:util";
import { sql } from "kysely";
import pg from "pg";
import { expect, inject, onTestFinished, test, vi } from "vitest";
import { createPostgresDatabase } from "../../../../test/support/postgres.ts";
import { startPostgres } from "../../../../test/support/postgres-server.ts";
import { EngineUnavailableError, type SqlEngine } from "./engine.ts";
import { openPostgres, type PostgresOptions } from "./postgres.ts";
import { createTestDatabase } from "./test-database.ts";

/** An engine on the database at `url`, by default one of the test's own. */
async function openEngine(options?: PostgresOptions, url?: string): Promise<SqlEngine<unknown>> {
  const engine = await openPostgres<unknown>(url ?? (await createTestDatabase("postgres")).address, options);
  onTestFinished(() => engine.close());
  return engine;
}

async function rejection(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => expect.unreachable("resolved"),
    (error: unknown) => error,
  );
}

async function valueOf(db: SqlEngine<unknown>["reader"], expression: string): Promise<unknown> {
  const { rows } = await sql<{ value: unknown }>`select ${sql.raw(expression)} as value`.execute(db);
  return rows[0]?.value;
}

/** Ends connections of the engine, as a restart of the database does, and waits until the server has done so. */
async function endConnections(db: SqlEngine<unknown>["writer"]): Promise<void> {
  await sql`select pg_terminate_backend(pid, 5000) from pg_stat_activity
    where application_name = 'latchkey' and datname = current_database() and pid <> pg_backend_pid()`.execute(db);
}

/** A way to the server that can stop carrying anything, without a word to either side. */
async function startTunnel(target: URL): Promise<{ url: string; freeze(): void }> {
  const sockets: Socket[] = [];
  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname);
    for (const socket of [client, upstream]) sockets.push(socket.on("error", () => undefined));
    client.pipe(upstream).pipe(client);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const url = new URL(target);
  url.port = String((server.address() as AddressInfo).port);
  const freeze = (): void => {
    for (const socket of sockets) socket.unpipe().pause();
  };
  return { url: url.href, freeze };
}

test("its sessions say who they are and how long they may take", async () => {
  const engine = await openEngine({ statementTimeoutMs: 12_000, idleTimeoutMs: 34_000 });
  for (const db of [engine.writer, engine.reader]) {
    expect(await valueOf(db, "current_setting('application_name')")).toBe("latchkey");
    expect(await valueOf(db, "current_setting('statement_timeout')")).toBe("12s");
    expect(await valueOf(db, "current_setting('idle_in_transaction_session_timeout')")).toBe("34s");
  }
});

test("its transactions have the isolation it promises, whatever the database's default", async () => {
  await using database = await createPostgresDatabase();
  const { writer, reader, close } = await openPostgres<unknown>(database.url);
  onTestFinished(close);
  await sql`do $$ begin
    execute format('alter database %I set default_transaction_isolation = serializable', current_database());
  end $$`.execute(writer);
  await endConnections(writer);
  const isolation = "current_setting('transaction_isolation') || ', ' || current_setting('transaction_read_only')";
  await expect(writer.transaction().execute((trx) => valueOf(trx, isolation))).resolves.toBe("read committed, off");
  await expect(reader.transaction().execute((trx) => valueOf(trx, isolation))).resolves.toBe("repeatable read, on");
});

test("it keeps the session options that the URL asks for", async () => {
  const { address } = await createTestDatabase("postgres");
  const { writer, reader } = await openEngine({}, `${address}?options=-c%20work_mem%3D12MB`);
  for (const db of [writer, reader]) expect(await valueOf(db, "current_setting('work_mem')")).toBe("12MB");
  expect(await valueOf(reader, "current_setting('default_transaction_read_only')")).toBe("on");
});

test("it leaves pg's global types as they were", async () => {
  const { reader } = await openEngine();
  expect(await valueOf(reader, "5::bigint")).toBe(5);
  const parseGlobally = pg.types.getTypeParser(pg.types.builtins.INT8) as (text: string) => unknown;
  expect(parseGlobally("5")).toBe("5");
});

test("a statement that takes too long makes it unavailable, and no more than that", async () => {
  const { writer, isUnavailable } = await openEngine({ statementTimeoutMs: 200 });
  expect(isUnavailable(await rejection(sql`select pg_sleep(10)`.execute(writer)))).toBe(true);
  expect(await valueOf(writer, "1")).toBe(1);
});

test("an answer that never comes makes it unavailable, and its connection isn't used again", async () => {
  const tunnel = await startTunnel(new URL((await createTestDatabase("postgres")).address));
  const engine = await openEngine({ statementTimeoutMs: 200, answerMarginMs: 200, maxWriters: 1 }, tunnel.url);
  tunnel.freeze();
  const swallowed = engine.writer.transaction().execute((trx) => valueOf(trx, "1"));
  expect(engine.isUnavailable(await rejection(swallowed))).toBe(true);

  // New connections pass.
  expect(await valueOf(engine.writer, "2")).toBe(2);
  await engine.close();
});

test("connections that break while idle are reported and replaced", async () => {
  const onIdleError = vi.fn<(error: Error) => void>();
  const { writer, reader } = await openEngine({ onIdleError });
  expect(await valueOf(reader, "1")).toBe(1);
  await endConnections(writer);

  await vi.waitFor(() => expect(onIdleError).toHaveBeenCalledOnce());
  expect(onIdleError).toHaveBeenCalledWith(expect.objectContaining({ code: "57P01" }));
  expect(await valueOf(reader, "2")).toBe(2);
});

test("a connection that breaks under a transaction makes it unavailable; nothing is kept, and the next one works", async () => {
  const { writer, reader, isUnavailable } = await openEngine();
  await sql`create table mark (id bigint)`.execute(writer);
  const broken = writer.transaction().execute(async (trx) => {
    await sql`insert into mark values (1)`.execute(trx);
    await endConnections(writer);
    await sql`insert into mark values (2)`.execute(trx);
  });
  expect(isUnavailable(await rejection(broken))).toBe(true);
  await sql`insert into mark values (3)`.execute(writer);
  expect(await valueOf(reader, "(select sum(id) from mark)")).toBe(3);
});

test("it is unavailable while the server is down", async () => {
  await using server = await startPostgres();
  const engine = await openEngine({}, server.url);
  const running = await engine.writer.startTransaction().execute();
  expect(await valueOf(engine.reader, "1")).toBe(1);
  await server.stop();

  const errors = await Promise.all([
    rejection(valueOf(running, "1")),
    rejection(valueOf(engine.writer, "1")),
    rejection(valueOf(engine.reader, "1")),
    rejection(engine.reader.transaction().execute((trx) => valueOf(trx, "1"))),
  ]);
  expect(errors.map((error) => engine.isUnavailable(error))).toEqual([true, true, true, true]);
  await engine.close();
});

test("opening fails as unavailable where nobody listens, and never tells the password", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  const error = await rejection(openPostgres(`postgres://someone:hunter2@127.0.0.1:${port}/latchkey`));

  expect(error).toBeInstanceOf(EngineUnavailableError);
  expect(inspect(error, { depth: 10, showHidden: true })).not.toContain("hunter2");
});

test("opening fails where the URL is none, and never tells the password", async () => {
  const error = await rejection(openPostgres("postgres://someone:hunter2@host:not-a-port/latchkey"));
  expect(error).toBeInstanceOf(TypeError);
  expect(inspect(error, { depth: 10, showHidden: true })).not.toContain("hunter2");
});

test("opening fails where the database isn't in UTF-8", async () => {
  const url = new URL(inject("postgresUrl"));
  const admin = await openEngine();
  const name = `latin_${url.port}_${process.pid}`;
  await sql`create database ${sql.id(name)} encoding 'LATIN1' template template0`.execute(admin.writer);
  url.pathname = `/${name}`;
  await expect(openPostgres(url.href)).rejects.toThrow("must use the encoding UTF8, not LATIN1");
  await sql`drop database ${sql.id(name)}`.execute(admin.writer);
});
