import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { createTestServer, type TestServer } from "../../../test-server.ts";
import {
  addAccounts,
  addKey,
  addKeyWith,
  admit,
  expectProblem,
  type KeyCredentials,
  loadCatalog,
  revisionOf,
} from "../../test-fixtures.ts";
import { LOST_TOKEN } from "../../test-mutations.ts";

let server: TestServer;
let credentials: KeyCredentials;

beforeAll(async () => {
  server = await createTestServer();
  await loadCatalog(server);
  await addAccounts(server, "partner", "acme", "zoom");
  credentials = await addKey(server, "partner", ["owner"]);
  await admit(server, "acme", credentials.key, ["oms-read-only"]);
});

afterAll(() => server.close());

describe("many questions at once", () => {
  it("get the answers that each would get alone, in their order", async () => {
    const checks = [
      { account: "acme", ...credentials, resource: "oms.view-order", expand: ["resources"] },
      { account: "acme", ...credentials, resource: "oms.cancel-order" },
      { account: "zoom", ...credentials },
      { account: "acme", key: credentials.key, token: LOST_TOKEN },
      { account: "partner", ...credentials, ip: "203.0.113.9" },
    ];
    const alone = [];
    for (const body of checks) alone.push((await server.call("POST", "/v1/verify", { body })).body);
    const answer = await server.call("POST", "/v1/verify/batch", { body: { checks } });
    expect(answer.status).toBe(200);
    expect(answer.body).toStrictEqual({ results: alone });
    expect(alone.map((decision) => (decision as { code: string }).code)).toEqual([
      "VALID",
      "RESOURCE_DENIED",
      "NOT_ADMITTED",
      "INVALID_CREDENTIALS",
      "VALID",
    ]);
  });

  it("are a hundred at most", async () => {
    const checks = (length: number) => Array.from({ length }, () => ({ account: "acme", ...credentials }));
    const send = (length: number) => server.call("POST", "/v1/verify/batch", { body: { checks: checks(length) } });
    expect(await send(0)).toMatchObject({ status: 200, body: { results: [] } });
    expect(await send(100)).toMatchObject({ status: 200 });
    expectProblem(await send(101), 422, "INVALID_INPUT");
  });

  it("are refused whole where one of them isn't the caller's to ask", async () => {
    const as = await addKeyWith(server, "acme", "account.verify-api-keys");
    const send = (...accounts: string[]) =>
      server.call("POST", "/v1/verify/batch", {
        as,
        body: { checks: accounts.map((account) => ({ account, ...credentials })) },
      });
    expect((await send("acme", "acme")).status).toBe(200);
    expectProblem(await send("acme", "zoom"), 404, "UNKNOWN_ACCOUNT");
  });
});

describe("a caller who has heard of a change", () => {
  it("rule 12: is answered from it, or told to come back", async () => {
    const revision = await revisionOf(server);
    const ask = (atLeastRevision: number) =>
      server.call("POST", "/v1/verify", { body: { account: "acme", ...credentials, atLeastRevision } });
    expect(await ask(revision)).toMatchObject({ status: 200, body: { valid: true } });
    const ahead = await ask(revision + 1);
    expectProblem(ahead, 503, "STALE");
    expect(ahead.headers["retry-after"]).toBe("1");

    // Another node writes what this one hasn't heard of.
    await server.store.change({ requestId: null, ip: null }, async (tx) => {
      await tx.externalKeys.delete("acme", credentials.key);
      tx.changed({ kind: "external-key", account: "acme", key: credentials.key });
      const actor = { kind: "system", id: "test", name: "Test" } as const;
      await tx.record({ account: "acme", actor, action: "external-key.removed", target: credentials.key });
    });
    expect(await ask(0)).toMatchObject({ body: { valid: true } });
    expect(await ask(revision + 1)).toMatchObject({ status: 200, body: { code: "NOT_ADMITTED" } });

    vi.spyOn(server.store.feed, "position").mockRejectedValue(new Error("gone"));
    expectProblem(await ask(revision + 9), 503, "STALE");
    vi.restoreAllMocks();
  });
});
