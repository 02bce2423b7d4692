// The SDK's local verifier against a real server: what is in force there is in force here.
import { createLocalVerifier, type LocalVerifier } from "@latchkey/sdk/local-verifier";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { addAccounts, addKey, addRole, admit, type KeyCredentials, loadCatalog } from "../http/test-fixtures.ts";
import { createTestServer, type TestServer } from "../test-server.ts";

/** How soon a revocation is to be seen, in milliseconds. */
const SEEN_WITHIN_MS = 250;

let server: TestServer;
let verifier: LocalVerifier;
let origin: string;
let asked: number;
let serviceKey: { id: string; token: string };
let credentials: KeyCredentials;
let role: string;

beforeEach(async () => {
  server = await createTestServer();
  await loadCatalog(server);
  await addAccounts(server, "acme", "credipay");
  role = await addRole(server, "acme", ["oms.view-order"]);
  credentials = await addKey(server, "credipay", ["owner"]);
  await admit(server, "acme", credentials.key, [role]);
  serviceKey = (
    await server.call<{ id: string; token: string }>("POST", "/v1/service-keys", { body: { name: "Orders" } })
  ).body;
  origin = await server.listen({ host: "127.0.0.1", port: 0 });
  asked = 0;
  verifier = createLocalVerifier({
    baseUrl: origin,
    serviceKey: serviceKey.token,
    fetch: (url, init) => {
      if (url === `${origin}/v1/verify`) asked++;
      return fetch(url, init);
    },
    // Nobody beats in a test that doesn't say so.
    lostAfterMs: 60_000,
  });
  await verifier.ready();
});

afterEach(async () => {
  await verifier.close();
  await server.close();
});

const ask = async (account = "acme") =>
  (await verifier.verify({ account, ...credentials, resource: "oms.view-order" })).code;

/** Asks until the answer is this one. */
async function expectSoon(code: string): Promise<void> {
  await expect.poll(() => ask(), { timeout: SEEN_WITHIN_MS, interval: 5 }).toBe(code);
}

describe("rule 12: the local verifier", () => {
  const own = () => `/v1/accounts/credipay/api-keys/${credentials.key}`;
  const external = () => `/v1/accounts/acme/external-keys/${credentials.key}`;

  it.each<[what: string, code: string, revoke: () => Promise<unknown>]>([
    [
      "the owner deactivates the key",
      "KEY_INACTIVE",
      () => server.call("PATCH", own(), { body: { status: "inactive" } }),
    ],
    ["the owner deletes the key", "INVALID_CREDENTIALS", () => server.call("DELETE", own())],
    [
      "the owner binds it to networks",
      "IP_DENIED",
      () => server.call("PATCH", own(), { body: { allowedNetworks: ["203.0.113.0/24"] } }),
    ],
    [
      "the account binds it to networks",
      "IP_DENIED",
      () => server.call("PATCH", external(), { body: { allowedNetworks: ["203.0.113.0/24"] } }),
    ],
    [
      "the owner renews the token and deletes the old one",
      "INVALID_CREDENTIALS",
      () => server.call("POST", `${own()}/renewal`, { body: { oldToken: "now" } }),
    ],
    [
      "the owner is suspended",
      "OWNER_SUSPENDED",
      () => server.call("PATCH", "/v1/accounts/credipay", { body: { status: "suspended" } }),
    ],
    [
      "the host is suspended",
      "ACCOUNT_SUSPENDED",
      () => server.call("PATCH", "/v1/accounts/acme", { body: { status: "suspended" } }),
    ],
    [
      "the host suspends the external key",
      "EXTERNAL_KEY_INACTIVE",
      () => server.call("PATCH", external(), { body: { status: "inactive" } }),
    ],
    ["the host removes the external key", "NOT_ADMITTED", () => server.call("DELETE", external())],
    [
      "the host assigns other roles",
      "RESOURCE_DENIED",
      () => server.call("PATCH", external(), { body: { roles: [] } }),
    ],
    [
      "a role is narrowed",
      "RESOURCE_DENIED",
      () => server.call("PATCH", `/v1/accounts/acme/roles/${role}`, { body: { resources: ["oms.cancel-order"] } }),
    ],
  ])("sees it when %s", async (_what, code, revoke) => {
    expect(await ask()).toBe("VALID");
    expect(await ask()).toBe("VALID");
    expect(asked).toBe(1);
    expect(await revoke()).toMatchObject({ status: expect.toSatisfy((status: number) => status < 300) as number });
    await expectSoon(code);
  });

  it("answers in another account from what that account lets it do, and forgets nothing there when a host changes something", async () => {
    expect(await ask()).toBe("VALID");
    expect(await ask("credipay")).toBe("VALID");
    await server.call("PATCH", external(), { body: { status: "inactive" } });
    await expectSoon("EXTERNAL_KEY_INACTIVE");
    const before = asked;
    expect(await ask("credipay")).toBe("VALID");
    expect(asked).toBe(before);
  });

  it("answers about a key that is bound to networks for each address by itself", async () => {
    await server.call("PATCH", external(), { body: { allowedNetworks: ["203.0.113.0/24"] } });
    await expectSoon("IP_DENIED");
    const from = async (ip: string) =>
      (await verifier.verify({ account: "acme", ...credentials, resource: "oms.view-order", ip })).code;
    const before = asked;
    for (let count = 0; count < 3; count++) {
      expect(await from("203.0.113.9")).toBe("VALID");
      expect(await from("::ffff:203.0.113.9")).toBe("VALID");
      expect(await from("198.51.100.7")).toBe("IP_DENIED");
    }
    expect(asked).toBe(before + 3);
  });

  it("has its use counted as if it had asked each time", async () => {
    for (let count = 0; count < 5; count++) await ask();
    expect(asked).toBe(1);
    await verifier.close();
    await server.keepUse();
    expect((await server.call("GET", `${external()}/use`)).body).toMatchObject({ items: [{ allowed: 5 }] });
    expect((await server.call("GET", `${own()}/use`)).body).toMatchObject({ items: [{ account: "acme", allowed: 5 }] });
  });

  it("remembers nothing any more once its service key is deleted", async () => {
    expect(await ask()).toBe("VALID");
    await server.call("DELETE", `/v1/service-keys/${serviceKey.id}`);
    await expect.poll(() => verifier.standing(), { timeout: SEEN_WITHIN_MS, interval: 5 }).toBe("lost");
    await expect(ask()).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
  });

  it("answers nothing once the service has gone", async () => {
    expect(await ask()).toBe("VALID");
    await server.close();
    await expect.poll(() => verifier.standing(), { interval: 5 }).toBe("lost");
    await expect(ask()).rejects.toMatchObject({ code: "UNREACHABLE" });
    server = await createTestServer();
  });
});
