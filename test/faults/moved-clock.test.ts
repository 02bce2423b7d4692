import { describe, expect, onTestFinished, test } from "vitest";
import {
  addAccounts,
  addKey,
  addUser,
  admit,
  expectProblem,
  signIn,
} from "../../packages/server/src/http/test-fixtures.ts";
import { addLinkedKey, reveal } from "../../packages/server/src/http/test-tokens.ts";
import { openPostgres } from "../../packages/server/src/storage/postgres.ts";
import type { Schema } from "../../packages/server/src/storage/schema.ts";
import { createTestServer, START_MS, type TestServer } from "../../packages/server/src/test-server.ts";
import { createPostgresDatabase } from "../support/postgres.ts";

const HOUR_MS = 3_600_000;
const MAX_STALENESS_MS = 60_000;
/** By how much somebody sets a node's wall clock. Its monotonic clock, like the machine's, takes no notice. */
const JUMPS_HOURS = [-72, -5, 5, 72];

async function start(): Promise<TestServer> {
  const server = await createTestServer({ maxStalenessMs: MAX_STALENESS_MS });
  onTestFinished(() => server.close());
  await addAccounts(server, "acme", "partner");
  return server;
}

/** Time goes by, on both clocks. */
function pass({ clock }: TestServer, ms: number): void {
  clock.wallMs += ms;
  clock.monotonicMs += ms;
}

const codeOf = async (server: TestServer, account: string, credentials: { key: string; token: string }) =>
  (await server.call<{ code: string }>("POST", "/v1/verify", { body: { account, ...credentials } })).body.code;

describe.each(JUMPS_HOURS)("with a wall clock that is moved by %d hours", (hours) => {
  const jump = ({ clock }: TestServer) => void (clock.wallMs += hours * HOUR_MS);

  test("rule 12: how old a node's knowledge is doesn't change, and when it refuses neither", async () => {
    const server = await start();
    const key = await addKey(server, "acme");
    await server.follower.poll();
    jump(server);
    expect(await codeOf(server, "acme", key)).toBe("VALID");
    pass(server, MAX_STALENESS_MS);
    expect(await codeOf(server, "acme", key)).toBe("VALID");
    server.clock.monotonicMs += 1;
    jump(server);
    const answer = await server.call("POST", "/v1/verify", { body: { account: "acme", ...key } });
    expectProblem(answer, 503, "STALE");
    await server.follower.poll();
    expect(await codeOf(server, "acme", key)).toBe("VALID");
  });

  test("rule 15: an admission ends no later than it was to, and doesn't begin again when the clock is set right", async () => {
    const server = await start();
    const key = await addKey(server, "partner");
    await admit(server, "acme", key.key);
    const expiresAt = new Date(START_MS + HOUR_MS).toISOString();
    const path = `/v1/accounts/acme/external-keys/${key.key}`;
    expect((await server.call("PATCH", path, { body: { expiresAt } })).status).toBe(200);
    expect(await codeOf(server, "acme", key)).toBe("VALID");
    jump(server);
    expect(await codeOf(server, "acme", key)).toBe(hours < 0 ? "VALID" : "EXTERNAL_KEY_EXPIRED");
    pass(server, HOUR_MS);
    await server.follower.poll();
    expect(await codeOf(server, "acme", key)).toBe("EXTERNAL_KEY_EXPIRED");
    server.clock.wallMs = START_MS;
    expect(await codeOf(server, "acme", key)).toBe("EXTERNAL_KEY_EXPIRED");
  });

  test("rule 15: a one-time link opens no later than it was to", async () => {
    const server = await start();
    const [early, late] = [await addLinkedKey(server, "acme"), await addLinkedKey(server, "acme")];
    jump(server);
    const isPast = hours > 24;
    expect((await reveal(server, early)).status).toBe(isPast ? 410 : 200);
    pass(server, 24 * HOUR_MS);
    await server.follower.poll();
    expectProblem(await reveal(server, late), 410, "LINK_EXPIRED");
    server.clock.wallMs = START_MS;
    expectProblem(await reveal(server, late), 410, "LINK_EXPIRED");
  });

  test("rule 15: a session ends no later than it was to, and doesn't begin again when the clock is set right", async () => {
    const server = await start();
    const as = await signIn(server, await addUser(server, "acme", ["owner"]));
    const read = () => server.call("GET", "/v1/accounts/acme/api-keys", { as });
    jump(server);
    expect((await read()).status).toBe(200);
    pass(server, 7 * 24 * HOUR_MS);
    await server.follower.poll();
    expectProblem(await read(), 401, "UNAUTHENTICATED");
    server.clock.wallMs = START_MS;
    expectProblem(await read(), 401, "UNAUTHENTICATED");
  });
});

describe("of two nodes, one with a clock that is behind,", () => {
  test("rule 15: both judge by the newest time that either has written", async () => {
    await using database = await createPostgresDatabase();
    const open = async () =>
      createTestServer({ engine: await openPostgres<Schema>(database.url), maxStalenessMs: MAX_STALENESS_MS });
    const [right, behind] = [await open(), await open()];
    try {
      await addAccounts(right, "acme", "partner");
      const key = await addKey(right, "partner");
      await admit(right, "acme", key.key);
      const expiresAt = new Date(START_MS + HOUR_MS).toISOString();
      const path = `/v1/accounts/acme/external-keys/${key.key}`;
      await right.call("PATCH", path, { body: { expiresAt } });
      behind.clock.wallMs = START_MS - 72 * HOUR_MS;
      await behind.follower.poll();
      expect(await codeOf(behind, "acme", key)).toBe("VALID");
      pass(right, HOUR_MS);
      await addKey(right, "acme");
      await behind.follower.poll();
      expect(await codeOf(behind, "acme", key)).toBe("EXTERNAL_KEY_EXPIRED");
      const link = await addLinkedKey(behind, "acme");
      expect((await reveal(right, link)).status).toBe(200);
    } finally {
      await Promise.all([right.close(), behind.close()]);
    }
  });
});
