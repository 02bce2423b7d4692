import { sql } from "kysely";
import { expect, onTestFinished, test, vi } from "vitest";
import { BreakableLink } from "../../../../test/support/breakable-link.ts";
import type { SqlEngine } from "./engine.ts";
import { openPostgres, type PostgresOptions } from "./postgres.ts";
import { createTestDatabase } from "./test-database.ts";

/** Long enough that nothing but the watch ends anything within a test. */
const PATIENT = { statementTimeoutMs: 60_000, acquireTimeoutMs: 60_000 };
const QUICK_WATCH = { watchEveryMs: 20, watchPatienceMs: 400 };

async function openOverLink(options: PostgresOptions = {}) {
  const link = await BreakableLink.to((await createTestDatabase("postgres")).address);
  onTestFinished(() => link[Symbol.asyncDispose]());
  const engine = await openPostgres<unknown>(link.url, { ...PATIENT, ...QUICK_WATCH, closeGraceMs: 0, ...options });
  onTestFinished(() => engine.close());
  return { engine, link };
}

const one = (engine: SqlEngine<unknown>) => sql`select 1`.execute(engine.writer);

async function isRefused(engine: SqlEngine<unknown>, work: Promise<unknown>): Promise<boolean> {
  return work.then(
    () => false,
    (error: unknown) => engine.isUnavailable(error),
  );
}

test.each(["silent", "deaf"] as const)(
  "on a network that is %s, what is under way fails, what comes is turned away at once, and all heals",
  async (mode) => {
    const { engine, link } = await openOverLink({ maxWriters: 1 });
    const held = await engine.writer.startTransaction().execute();
    link.mode = mode;
    const underWay = sql`select 1`.execute(held);
    const queued = one(engine);
    const reading = sql`select 1`.execute(engine.reader);
    const refusals = await Promise.all([underWay, queued, reading].map((work) => isRefused(engine, work)));
    expect(refusals).toEqual([true, true, true]);

    const turnedAway = Promise.all(Array.from({ length: 50 }, () => isRefused(engine, one(engine))));
    const inTheSameTurn = new Promise((resolve) => setImmediate(() => setImmediate(resolve, "later")));
    expect(await Promise.race([turnedAway, inTheSameTurn])).toEqual(Array.from({ length: 50 }, () => true));

    link.mode = "open";
    await vi.waitFor(() => one(engine), { timeout: 10_000 });
  },
);

test("a network that is slow, and connections that break, keep nobody else from the database", async () => {
  const { engine, link } = await openOverLink({ watchPatienceMs: 5_000 });
  link.mode = "slow";
  await one(engine);
  link.mode = "open";
  const held = await engine.writer.startTransaction().execute();
  await sql`select pg_terminate_backend(pid) from pg_stat_activity
    where application_name = 'latchkey' and datname = current_database() and pid <> pg_backend_pid()`.execute(held);
  for (let turn = 0; turn < 5; turn++) {
    await sql`select pg_sleep(0.02)`.execute(held);
    await one(engine);
  }
  await expect(held.commit().execute()).resolves.toBeUndefined();
});

test("a server that won't have one more connection isn't gone", async () => {
  const { address } = await createTestDatabase("postgres");
  const admin = await openPostgres<unknown>(address);
  const role = `crowded_${process.pid}`;
  await sql`create role ${sql.id(role)} login connection limit 1`.execute(admin.writer);
  onTestFinished(async () => {
    await sql`drop role ${sql.id(role)}`.execute(admin.writer);
    await admin.close();
  });
  const url = new URL(address);
  url.username = role;
  const engine = await openPostgres<unknown>(url.href, { ...PATIENT, ...QUICK_WATCH });
  onTestFinished(() => engine.close());
  // The writer has the one connection: the watch has been turned away many times by the end.
  for (let turn = 0; turn < 10; turn++) {
    const { rows } = await sql<{ n: number }>`select 1 as n from pg_sleep(0.03)`.execute(engine.writer);
    expect(rows).toEqual([{ n: 1 }]);
  }
});

test("a changing transaction whose server was cut off keeps others waiting no longer than it may pause", async () => {
  const { engine, link } = await openOverLink({ changeIdleTimeoutMs: 300 });
  const other = await openPostgres<unknown>(link.target);
  onTestFinished(() => other.close());
  await sql`create table counter (n int)`.execute(other.writer);
  await sql`insert into counter values (0)`.execute(other.writer);
  const lost = await engine.writer.startTransaction().execute();
  await sql`update counter set n = n + 1`.execute(lost);
  link.mode = "silent";
  await sql`update counter set n = n + 10`.execute(other.writer);
  const { rows } = await sql<{ n: number }>`select n from counter`.execute(other.reader);
  expect(rows).toEqual([{ n: 10 }]);
});
