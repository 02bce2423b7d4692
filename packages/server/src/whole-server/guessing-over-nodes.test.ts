import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createPostgresDatabase, type PostgresDatabase } from "../../../../test/support/postgres.ts";
import {
  addAccounts,
  addKey,
  addKeyWith,
  addUser,
  expectProblem,
  PASSWORD,
  UNISSUED_KEY,
} from "../http/test-fixtures.ts";
import { addLinkedKey, reveal } from "../http/test-tokens.ts";
import type { SqlEngine } from "../storage/engine.ts";
import { openPostgres } from "../storage/postgres.ts";
import type { Schema } from "../storage/schema.ts";
import { createTestServer, TEST_ORIGIN, type TestServer } from "../test-server.ts";

let database: PostgresDatabase;
let engine: SqlEngine<Schema>;
let nodes: [TestServer, TestServer];

async function startNode(): Promise<TestServer> {
  return createTestServer({ engine: await openPostgres<Schema>(database.url), realLimits: true });
}

beforeAll(async () => {
  database = await createPostgresDatabase();
  engine = await openPostgres<Schema>(database.url);
  nodes = [await startNode(), await startNode()];
  await addAccounts(nodes[0], "acme", "partner");
  await nodes[1].follower.poll();
});

afterAll(async () => {
  await Promise.all(nodes.map((node) => node.close()));
  await engine.close();
  await database.drop();
});

/** The node that answers next: they take turns. */
const nodeAt = (turn: number): TestServer => nodes[turn % 2] ?? nodes[0];

function attempt(node: TestServer, email: string, password: string, ip = "203.0.113.9") {
  return node.call("POST", "/v1/session", {
    as: null,
    headers: { origin: TEST_ORIGIN },
    ip,
    body: { email, password },
  });
}

test("guesses at a password are limited whichever node answers, also by one that has just started", async () => {
  const { email } = await addUser(nodes[0], "acme", ["owner"]);
  for (let turn = 0; turn < 10; turn++) {
    expectProblem(await attempt(nodeAt(turn), email, "wrong password"), 401, "SIGN_IN_FAILED");
  }
  for (const node of nodes) expectProblem(await attempt(node, email, PASSWORD), 429, "TOO_MANY_ATTEMPTS");
  const fresh = await startNode();
  try {
    const refused = await attempt(fresh, email, PASSWORD);
    expectProblem(refused, 429, "TOO_MANY_ATTEMPTS");
    expect(Number(refused.headers["retry-after"])).toBeGreaterThan(800);
    expect((await attempt(fresh, email, PASSWORD, "203.0.113.10")).status).toBe(200);
  } finally {
    await fresh.close();
  }
});

test("guesses at key strings are limited whichever node answers", async () => {
  const as = await addKeyWith(nodes[0], "acme", "account.edit-api-keys");
  const { key } = await addKey(nodes[0], "partner");
  await nodes[1].follower.poll();
  const lookUp = (node: TestServer, wanted: string) =>
    node.call("GET", `/v1/accounts/acme/external-keys/lookup?key=${wanted}`, { as });
  for (let turn = 0; turn < 60; turn++) expectProblem(await lookUp(nodeAt(turn), UNISSUED_KEY), 404, "UNKNOWN_KEY");
  for (const node of nodes) expectProblem(await lookUp(node, key), 429, "TOO_MANY_LOOKUPS");
});

test("guesses at a link's secret are limited whichever node answers", async () => {
  const link = await addLinkedKey(nodes[0], "acme");
  const guess = { ...link, secret: [...link.secret].toReversed().join("") };
  for (let turn = 0; turn < 60; turn++) {
    expectProblem(await reveal(nodeAt(turn), guess, "198.51.100.7"), 404, "UNKNOWN_LINK");
  }
  for (const node of nodes) expectProblem(await reveal(node, link, "198.51.100.7"), 429, "TOO_MANY_ATTEMPTS");
  expect((await reveal(nodes[1], link, "198.51.100.8")).status).toBe(200);
});

test("what is counted tells neither who tried nor from where", async () => {
  await attempt(nodes[0], "ana@acme.example", "wrong password", "203.0.113.77");
  const { rows } = await sql<{ id: string }>`select id from attempts`.execute(engine.reader);
  expect(rows.length).toBeGreaterThan(0);
  for (const { id } of rows) expect(id).toMatch(/^[\w-]{43}$/);
});
