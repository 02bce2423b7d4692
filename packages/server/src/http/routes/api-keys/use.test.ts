import { afterAll, beforeEach, afterEach, describe, expect, it, vi } from "vitest";
import { DomainError } from "../../../domain/errors.ts";
import { createTestServer, START_MS, type TestServer } from "../../../test-server.ts";
import {
  addAccounts,
  addKey,
  addKeyWith,
  admit,
  expectProblem,
  type KeyCredentials,
  UNISSUED_KEY,
  loadCatalog,
} from "../../test-fixtures.ts";
import { LOST_TOKEN } from "../../test-mutations.ts";

let server: TestServer;
let credentials: KeyCredentials;

beforeEach(async () => {
  server = await createTestServer();
  await loadCatalog(server);
  await addAccounts(server, "partner", "acme", "zoom", "stranger");
  credentials = await addKey(server, "partner", ["oms-read-only"]);
  await admit(server, "acme", credentials.key, ["oms-read-only"]);
  await admit(server, "zoom", credentials.key);
});

afterEach(() => server.close());
afterAll(() => vi.restoreAllMocks());

const own = (rest = "") => `/v1/accounts/partner/api-keys/${credentials.key}${rest}`;
const inHost = (host: string, rest = "") => `/v1/accounts/${host}/external-keys/${credentials.key}${rest}`;

async function ask(account: string, resource?: string, ip?: string): Promise<void> {
  const question = { account, ...credentials, resource, ip };
  expect((await server.call("POST", "/v1/verify", { body: question })).status).toBe(200);
}

describe("use that a service reports, as it answered from its memory", () => {
  it("counts like use that was asked about, for the accounts, the key and its token", async () => {
    const question = { account: "acme", ...credentials, resource: "oms.view-order", expand: ["validity"] };
    const { body } = await server.call<{ validity: { tokenId: string } }>("POST", "/v1/verify", { body: question });
    const { tokenId } = body.validity;
    const use = { account: "acme", key: credentials.key, tokenId, resource: "oms.view-order", count: 1 };
    const uses = [
      { ...use, code: "VALID", count: 40, lastUsedAgoMs: 5_000, ip: "203.0.113.9" },
      { ...use, code: "RESOURCE_DENIED", resource: "oms.cancel-order", count: 2, lastUsedAgoMs: 9_000 },
      { ...use, code: "KEY_INACTIVE", count: 3, lastUsedAgoMs: 9_000 },
      // Nobody's: no such account, one that has nothing to do with the key, no such token, no such key.
      { ...use, code: "VALID", account: "nobody", lastUsedAgoMs: 0 },
      { ...use, code: "VALID", account: "stranger", lastUsedAgoMs: 0 },
      { ...use, code: "NOT_ADMITTED", account: "zoom", lastUsedAgoMs: 0 },
      { ...use, code: "VALID", tokenId: "gone", lastUsedAgoMs: 0 },
      { ...use, code: "VALID", key: UNISSUED_KEY, lastUsedAgoMs: 0 },
    ];
    await server.keepUse();
    expect((await server.call("POST", "/v1/use", { body: { uses } })).status).toBe(204);
    await server.keepUse();
    expect((await server.call("GET", own("/use"))).body).toMatchObject({
      items: [{ account: "acme", allowed: 41, refusedByOwner: 3, refusedByHost: 2 }],
    });
    expect((await server.call("GET", inHost("acme"))).body).toMatchObject({
      lastUsedAt: new Date(START_MS).toISOString(),
    });
    server.clock.wallMs += 60_000;
    const later = [{ ...use, code: "VALID", lastUsedAgoMs: 2_000 }];
    await server.call("POST", "/v1/use", { body: { uses: later } });
    await server.keepUse();
    expect((await server.call("GET", inHost("acme"))).body).toMatchObject({
      lastUsedAt: new Date(START_MS + 58_000).toISOString(),
    });
  });
});

describe("use", () => {
  it("is counted by account, resource and day, and each side sees its own", async () => {
    await ask("acme", "oms.view-order", "203.0.113.9");
    await ask("acme", "oms.view-order");
    await ask("acme", "oms.cancel-order");
    await ask("acme", "no.such-resource");
    await ask("acme");
    await ask("zoom", "oms.view-order");
    await ask("partner", "oms.view-order");
    await server.keepUse();

    const byAccount = await server.call("GET", own("/use"));
    expect(byAccount.body).toStrictEqual({
      from: "2026-10-25",
      to: "2026-11-23",
      items: [
        { account: "acme", allowed: 3, refusedByOwner: 0, refusedByHost: 2 },
        { account: "partner", allowed: 1, refusedByOwner: 0, refusedByHost: 0 },
        { account: "zoom", allowed: 0, refusedByOwner: 0, refusedByHost: 1 },
      ],
    });
    const inAcme = await server.call("GET", inHost("acme", "/use"));
    expect(inAcme.body).toMatchObject({
      items: [
        { resource: null, allowed: 1, refusedByHost: 1 },
        { resource: "oms.cancel-order", allowed: 0, refusedByHost: 1 },
        { resource: "oms.view-order", allowed: 2, refusedByHost: 0 },
      ],
    });
    expect((await server.call("GET", inHost("acme", "/use?group=day"))).body).toMatchObject({
      items: [{ day: "2026-11-23", allowed: 3, refusedByHost: 2 }],
    });
    expect((await server.call("GET", own("/use?from=2026-11-01&to=2026-11-22"))).body).toMatchObject({ items: [] });
  });

  it("of one key in several accounts is counted for each as that account counts it, and its owner sees the sum (S7)", async () => {
    const uses = { acme: 3, zoom: 2, partner: 1 };
    for (const [account, times] of Object.entries(uses)) {
      for (let time = 0; time < times; time++) await ask(account);
    }
    await server.keepUse();
    const { body } = await server.call<{ items: { account: string; allowed: number }[] }>("GET", own("/use"));
    expect(Object.fromEntries(body.items.map(({ account, allowed }) => [account, allowed]))).toEqual(uses);
    for (const host of ["acme", "zoom"] as const) {
      const { text } = await server.call("GET", inHost(host, "/use?group=day"));
      expect(JSON.parse(text)).toMatchObject({ items: [{ day: "2026-11-23", allowed: uses[host] }] });
    }
    expect((await server.call("GET", own("/use?group=day"))).body).toMatchObject({
      items: [{ day: "2026-11-23", allowed: 6 }],
    });
  });

  it("shows when a key and its token were last used, and from where", async () => {
    const usedAt = new Date(START_MS).toISOString();
    expect((await server.call("GET", own())).body).toMatchObject({
      lastUsedAt: null,
      tokens: [{ lastUsedAt: null, lastNetwork: null }],
    });
    await ask("acme", "oms.view-order", "203.0.113.9");
    await server.keepUse();
    expect((await server.call("GET", own())).body).toMatchObject({
      lastUsedAt: usedAt,
      tokens: [{ lastUsedAt: usedAt, lastNetwork: "203.0.113.9" }],
    });
    expect((await server.call("GET", inHost("acme"))).body).toMatchObject({ lastUsedAt: usedAt });
    expect((await server.call("GET", inHost("zoom"))).body).toMatchObject({ lastUsedAt: null });
  });

  it("rule 8: the owner hears which accounts admitted its key, what it may do there, and nothing of their roles", async () => {
    await ask("acme", "oms.view-order");
    await server.keepUse();
    const { body } = await server.call<{ items: { resources: string[] }[] }>("GET", own("/hosts"));
    const at = new Date(START_MS).toISOString();
    expect(body).toStrictEqual({
      items: [
        {
          account: "acme",
          displayName: "The acme",
          since: at,
          resources: expect.arrayContaining(["oms.view-order"]) as string[],
          lastUsedAt: at,
        },
        { account: "zoom", displayName: "The zoom", since: at, resources: [], lastUsedAt: null },
      ],
      nextCursor: null,
      total: 2,
    });
    expect(JSON.stringify(body)).not.toContain("read-only");
  });

  it("isn't counted where nothing is proven, or where the account doesn't know the key", async () => {
    await ask("stranger", "oms.view-order");
    await ask("no-such-account");
    await server.call("POST", "/v1/verify", { body: { account: "acme", key: credentials.key, token: LOST_TOKEN } });
    await server.keepUse();
    expect((await server.call("GET", own("/use"))).body).toMatchObject({ items: [] });
    expect((await server.call("GET", own())).body).toMatchObject({ lastUsedAt: null });
  });

  it("counts what a key does with this service, too", async () => {
    const as = await addKeyWith(server, "partner", "account.view-api-keys");
    expect((await server.call("GET", own(), { as, ip: "192.0.2.7" })).status).toBe(200);
    await server.keepUse();
    expect((await server.call("GET", `/v1/accounts/partner/api-keys/${as.key}`)).body).toMatchObject({
      tokens: [{ lastNetwork: "192.0.2.7" }],
    });
  });

  it("is another account's to see only where it admitted the key", async () => {
    const as = await addKey(server, "stranger", ["owner"]);
    for (const url of ["/use", "/hosts"]) {
      expectProblem(await server.call("GET", own(url), { as }), 404, "UNKNOWN_ACCOUNT");
      const foreign = `/v1/accounts/stranger/api-keys/${credentials.key}${url}`;
      expectProblem(await server.call("GET", foreign, { as }), 404, "UNKNOWN_KEY");
    }
    expectProblem(await server.call("GET", inHost("stranger", "/use"), { as }), 404, "UNKNOWN_KEY");
    const blind = await addKeyWith(server, "acme", "account.view-audit");
    expectProblem(await server.call("GET", inHost("acme", "/use"), { as: blind }), 403, "FORBIDDEN");
  });

  it("refuses days that are none, or that end before they begin", async () => {
    for (const query of [
      "from=2026-02-30",
      "from=yesterday",
      "to=2026-13-01",
      "group=key",
      "from=2026-11-02&to=2026-11-01",
    ]) {
      expectProblem(await server.call("GET", own(`/use?${query}`)), 422, "INVALID_INPUT");
    }
  });

  it("is counted on while the database can't take it, and kept when the server ends", async () => {
    await ask("acme", "oms.view-order");
    const add = vi.spyOn(server.store.use, "add");
    add.mockRejectedValueOnce(new DomainError("UNAVAILABLE", "The database can't be reached at the moment."));
    await expect(server.keepUse()).rejects.toThrow("can't be reached");
    await ask("acme", "oms.view-order");
    await server.keepUse();
    expect((await server.call("GET", inHost("acme", "/use"))).body).toMatchObject({ items: [{ allowed: 2 }] });
    await ask("acme", "oms.view-order");
    add.mockClear();
    await server.close();
    expect(add).toHaveBeenCalledTimes(1);
  });
});
