import { sql } from "kysely";
import { afterAll, beforeAll, expect, it, onTestFinished } from "vitest";
import type { Schema } from "../../../storage/schema.ts";
import { createTestDatabase } from "../../../storage/test-database.ts";
import { createTestServer, START_MS, type TestServer } from "../../../test-server.ts";
import { addAccounts, addKey, expectProblem } from "../../test-fixtures.ts";

interface HeadBody {
  readonly sequence: number;
  readonly mac: string;
}

let server: TestServer;

beforeAll(async () => {
  server = await createTestServer();
});

afterAll(() => server.close());

const verify = (account: string, body: object = {}, at = server) =>
  at.call("POST", `/v1/accounts/${account}/audit-events/verification`, { body });

const headOf = async (account: string, at = server) =>
  (await at.call<HeadBody>("GET", `/v1/accounts/${account}/audit-head`)).body;

it("finds a log intact, and gives its head to be kept", async () => {
  await addAccounts(server, "acme");
  await addKey(server, "acme");
  expect((await verify("acme")).body).toStrictEqual({ events: 2, intact: true, fault: null });
  const { sequence, mac, ...rest } = await headOf("acme");
  expect(rest).toStrictEqual({ account: "acme", at: new Date(START_MS).toISOString() });
  await addKey(server, "acme");
  const kept = await verify("acme", { head: { sequence, mac } });
  expect(kept.body).toStrictEqual({ events: 3, intact: true, fault: null });
  expect((await verify("acme", { head: { sequence: 1, mac } })).body).toStrictEqual({
    events: 0,
    intact: false,
    fault: { sequence: 1, reason: "kept-head" },
  });
});

it("shows an altered event, and a tail that was cut off", async () => {
  const engine = await (await createTestDatabase("sqlite")).open<Schema>();
  const own = await createTestServer({ engine });
  onTestFinished(() => own.close());
  await addAccounts(own, "acme");
  const first = await headOf("acme", own);
  for (let count = 0; count < 3; count++) await addKey(own, "acme");
  const { sequence, mac } = await headOf("acme", own);
  await sql`delete from audit_events where account = 'acme' and sequence > 1`.execute(engine.writer);
  await sql`update audit_heads set sequence = 1, mac = ${first.mac} where account = 'acme'`.execute(engine.writer);
  expect((await verify("acme", {}, own)).body).toMatchObject({ intact: true });
  expect((await verify("acme", { head: { sequence, mac } }, own)).body).toStrictEqual({
    events: 1,
    intact: false,
    fault: { sequence: 2, reason: "cut-off" },
  });
  await sql`update audit_events set target = 'x' where account = 'acme'`.execute(engine.writer);
  expect((await verify("acme", {}, own)).body).toMatchObject({ fault: { sequence: 1, reason: "altered" } });
});

it("is under way once at a time for an account, and twice in all, however many ask", async () => {
  await addAccounts(server, "one", "two", "three");
  const answers = await Promise.all(Array.from({ length: 100 }, () => verify("one")));
  const done = answers.filter(({ status }) => status === 200);
  expect(done.length).toBeGreaterThan(0);
  for (const answer of answers) if (answer.status !== 200) expectProblem(answer, 429, "TOO_MANY_AT_ONCE");
  const ends = ["one", "two"].map((account) => server.ports.verifications.begin(account));
  expectProblem(await verify("one"), 429, "TOO_MANY_AT_ONCE");
  expectProblem(await verify("three"), 429, "TOO_MANY_AT_ONCE");
  for (const end of ends) end();
  expect((await verify("three")).status).toBe(200);
  expect((await verify("one")).status).toBe(200);
});

it("refuses what is no head", async () => {
  await addAccounts(server, "bad");
  const mac = "f".repeat(65);
  for (const head of [
    { sequence: -1, mac: "" },
    { sequence: 1 },
    { sequence: 1, mac: "xyz" },
    { sequence: 1, mac },
    "1",
  ]) {
    expectProblem(await verify("bad", { head }), 422, "INVALID_INPUT");
  }
});
