import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createPostgresDatabase, type PostgresDatabase } from "../../../../test/support/postgres.ts";
import { addAccounts, addKey, type KeyCredentials } from "../http/test-fixtures.ts";
import { openPostgres } from "../storage/postgres.ts";
import type { Schema } from "../storage/schema.ts";
import { createTestServer, type TestServer } from "../test-server.ts";

const LIMIT = 100;

let database: PostgresDatabase;
let a: TestServer;
let b: TestServer;
let accounts = 0;
let account: string;
let credentials: KeyCredentials;

const start = async () => createTestServer({ engine: await openPostgres<Schema>(database.url) });

beforeAll(async () => {
  database = await createPostgresDatabase();
  a = await start();
  b = await start();
});

afterAll(async () => {
  await Promise.all([a.close(), b.close()]);
  await database.drop();
});

beforeEach(newKey);

/** From now on it is about a key that nobody has asked about yet. */
async function newKey(): Promise<void> {
  account = `account-${accounts++}`;
  await addAccounts(a, account);
  credentials = await addKey(a, account);
  await a.call("PATCH", `/v1/accounts/${account}/api-keys/${credentials.key}`, { body: { requestsPerMinute: LIMIT } });
  await b.follower.poll();
}

/** Asks one node so often; answers how often it said yes. */
async function ask(node: TestServer, times: number): Promise<number> {
  const codes: string[] = [];
  for (let at = 0; at < times; at++) {
    const { body } = await node.call<{ code: string }>("POST", "/v1/verify", { body: { account, ...credentials } });
    codes.push(body.code);
  }
  expect(codes.filter((code) => code !== "VALID" && code !== "RATE_LIMITED")).toEqual([]);
  return codes.filter((code) => code === "VALID").length;
}

/** Lets time pass on nodes that share limits out every two seconds, as for real. */
async function pass(seconds: number, meanwhile: (node: TestServer) => Promise<unknown> = nothing, nodes = [a, b]) {
  for (let passed = 0; passed < seconds; passed += 2) {
    for (const node of nodes) {
      node.clock.monotonicMs += 2_000;
      await node.follower.poll();
      await node.balanceLimits();
    }
    for (const node of nodes) await meanwhile(node);
  }
}

const nothing = () => Promise.resolve();

describe("a limit over two nodes on one database", () => {
  test("is met within a tenth under steady load that is more than the limit", async () => {
    await pass(8);
    // Of 180 requests a minute, two thirds come to one node.
    const load = (node: TestServer) => ask(node, node === a ? 4 : 2);
    await pass(120, load);
    let allowed = 0;
    await pass(60, async (node) => {
      allowed += await load(node);
    });
    expect(allowed).toBeGreaterThanOrEqual(LIMIT * 0.9);
    expect(allowed).toBeLessThanOrEqual(LIMIT * 1.1);
  });

  test("is one node's alone while the other meets nothing; who begins later isn't starved, and gives nothing away twice", async () => {
    await pass(62);
    expect(await ask(a, 2)).toBe(2);
    await pass(4);
    expect(await ask(a, LIMIT)).toBe(LIMIT - 2);
    await pass(4);
    // All of it is used, as the other has heard.
    expect(await ask(b, 3)).toBe(0);
    let later = 0;
    await pass(120, async (node) => {
      const allowed = await ask(node, node === a ? 10 : 1);
      if (node === b) later += allowed;
    });
    // It asks 30 times a minute, which is less than an even share, and waits at most until the first minute is over.
    expect(later).toBeGreaterThanOrEqual(25);
  });

  test("is given back at once by a node that leaves, and by one that dies after six seconds without a sign of life", async () => {
    const evenShare = async () => {
      await newKey();
      return ask(b, LIMIT);
    };
    const [c, d] = [await start(), await start()];
    await pass(2, nothing, [a, b, c, d]);
    expect(await evenShare()).toBe(25);
    await d.close();
    await pass(2, nothing, [a, b, c]);
    expect(await evenShare()).toBe(33);
    // Its database is gone, as it is for all that others hear of it.
    await c.store.close();
    await pass(6);
    expect(await evenShare()).toBe(33);
    await pass(4);
    expect(await evenShare()).toBe(50);
    await pass(60);
    expect((await a.store.nodes.exchange("looker-on", [])).length).toBe(2);
    await a.store.nodes.remove(["looker-on"]);
    await c.close();
  });
});
