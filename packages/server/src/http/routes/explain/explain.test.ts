import { afterAll, beforeAll, expect, it, test } from "vitest";
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
  UNISSUED_KEY,
} from "../../test-fixtures.ts";

interface Explanation {
  readonly allowed: boolean;
  readonly code: string;
  readonly reasons: readonly { readonly code: string; readonly side: string; readonly text: string }[];
  readonly external: boolean | null;
  readonly openedBy: readonly string[];
}

let server: TestServer;

beforeAll(async () => {
  server = await createTestServer();
  await loadCatalog(server);
  await addAccounts(server, "partner", "acme", "zoom");
});

afterAll(() => server.close());

const explain = async (account: string, key: string, resource?: string, ip?: string) => {
  const more = { ...(resource === undefined ? {} : { resource }), ...(ip === undefined ? {} : { ip }) };
  const query = new URLSearchParams({ key, ...more });
  const { body, status } = await server.call<Explanation>("GET", `/v1/accounts/${account}/explain?${query.toString()}`);
  expect(status).toBe(200);
  return body;
};
const sides = ({ reasons }: Explanation) => reasons.map(({ code, side }) => `${code} ${side}`);
const change = async (url: string, body: object) =>
  expect((await server.call("PATCH", `/v1/accounts/${url}`, { body })).status).toBe(200);

async function admitted(): Promise<KeyCredentials> {
  const credentials = await addKey(server, "partner");
  await admit(server, "acme", credentials.key, ["oms-read-only"]);
  return credentials;
}

it("says what opens it", async () => {
  const { key } = await admitted();
  expect(await explain("acme", key, "oms.view-order")).toStrictEqual({
    allowed: true,
    code: "VALID",
    reasons: [{ code: "VALID", side: "host", text: "Opened by oms-read-only." }],
    external: true,
    openedBy: ["oms-read-only"],
  });
  expect(await explain("acme", key)).toMatchObject({ allowed: true, code: "VALID" });
});

it("says all that stands in the way, and begins with what a verification says", async () => {
  const { key, token } = await addKey(server, "acme", ["oms-read-only"]);
  await change(`acme/api-keys/${key}`, { status: "inactive" });
  const explained = await explain("acme", key, "oms.cancel-order");
  expect(sides(explained)).toStrictEqual(["KEY_INACTIVE owner", "RESOURCE_DENIED host"]);
  const { body } = await server.call("POST", "/v1/verify", {
    body: { account: "acme", key, token, resource: "oms.cancel-order" },
  });
  expect(body).toMatchObject({ valid: false, code: explained.code });
  expect(sides(await explain("acme", key, "oms.no-such"))).toContain("RESOURCE_DENIED platform");
});

test.each<[string, string, (key: string) => Promise<unknown>]>([
  ["deactivates it", "KEY_INACTIVE", (key) => change(`partner/api-keys/${key}`, { status: "inactive" })],
  ["deletes it", "INVALID_CREDENTIALS", (key) => server.call("DELETE", `/v1/accounts/partner/api-keys/${key}`)],
])("rule 8: to a host it is by the owner alone where that %s", async (_what, code, act) => {
  const { key } = await admitted();
  await act(key);
  expect(await explain("acme", key, "oms.cancel-order")).toStrictEqual({
    allowed: false,
    code,
    reasons: [
      { code, side: "owner", text: "By the owner." },
      { code: "RESOURCE_DENIED", side: "host", text: "None of its roles here opens oms.cancel-order." },
    ],
    external: true,
    openedBy: [],
  });
});

it("rule 8: keeps several of the owner's reasons from a host", async () => {
  await addAccounts(server, "shaky");
  const { key } = await addKey(server, "shaky");
  await admit(server, "acme", key, ["oms-read-only"]);
  await change(`shaky/api-keys/${key}`, { status: "inactive" });
  await change("shaky", { status: "suspended" });
  expect(sides(await explain("acme", key))).toStrictEqual(["OWNER_SUSPENDED owner"]);
  expect(sides(await explain("shaky", key))).toStrictEqual(["ACCOUNT_SUSPENDED platform", "KEY_INACTIVE owner"]);
});

it("names the roles that open it, and those alone, also where something else stands in the way", async () => {
  const { key } = await addKey(server, "acme", ["oms-read-only", "oms-full-access"]);
  expect(await explain("acme", key, "oms.view-order")).toMatchObject({
    external: false,
    openedBy: ["oms-full-access", "oms-read-only"],
  });
  await change(`acme/api-keys/${key}`, { status: "inactive" });
  expect(await explain("acme", key, "oms.cancel-order")).toMatchObject({
    allowed: false,
    openedBy: ["oms-full-access"],
  });
  expect(await explain("acme", key)).toMatchObject({ openedBy: ["oms-full-access", "oms-read-only"] });
});

it("says what the account itself has done to an external key", async () => {
  const { key } = await admitted();
  const expiresAt = new Date(server.clock.wallMs + 60_000).toISOString();
  await change(`acme/external-keys/${key}`, { status: "inactive", expiresAt });
  expect(sides(await explain("acme", key))).toStrictEqual(["EXTERNAL_KEY_INACTIVE host"]);
  server.clock.wallMs += 60_000;
  expect(sides(await explain("acme", key))).toStrictEqual(["EXTERNAL_KEY_INACTIVE host", "EXTERNAL_KEY_EXPIRED host"]);
});

it("says whose networks an address is outside of, and that one is needed", async () => {
  const { key } = await admitted();
  await change(`partner/api-keys/${key}`, { allowedNetworks: ["203.0.113.0/24"] });
  await change(`acme/external-keys/${key}`, { allowedNetworks: ["203.0.113.128/25", "198.51.100.7"] });
  const at = (ip?: string) => explain("acme", key, "oms.view-order", ip);
  expect(await at("203.0.113.200")).toMatchObject({ allowed: true, code: "VALID" });
  expect(await at("203.0.113.9")).toMatchObject({
    code: "IP_DENIED",
    reasons: [
      {
        code: "IP_DENIED",
        side: "host",
        text: "203.0.113.9 is in none of the networks that the key here may be used from.",
      },
    ],
  });
  // Rule 8: of the other side no more than whose doing it is.
  expect((await at("198.51.100.7")).reasons).toEqual([{ code: "IP_DENIED", side: "owner", text: "By the owner." }]);
  for (const ip of [undefined, "192.0.2.1"]) {
    const { reasons } = await at(ip);
    expect(reasons).toMatchObject([
      { code: "IP_DENIED", side: "owner", text: "By the owner." },
      { code: "IP_DENIED", side: "host" },
    ]);
    expect(reasons[1]?.text).toContain(ip ?? "no address is");
  }
  const own = (ip?: string) => explain("partner", key, undefined, ip);
  expect(await own("203.0.113.9")).toMatchObject({ allowed: true });
  expect((await own("192.0.2.1")).reasons).toEqual([
    {
      code: "IP_DENIED",
      side: "owner",
      text: "192.0.2.1 is in none of the networks that the key may be used from.",
    },
  ]);
  expect((await own()).reasons[0]?.text).toContain("without one it is refused");
});

it("rule 8: of two things on the owner's side tells a host one, in its place", async () => {
  const { key } = await admitted();
  await change(`partner/api-keys/${key}`, { allowedNetworks: ["203.0.113.0/24"] });
  await change(`acme/external-keys/${key}`, { status: "inactive" });
  const about = async (account: string) => sides(await explain(account, key, "no.such-resource", "192.0.2.1"));
  expect(await about("acme")).toEqual(["EXTERNAL_KEY_INACTIVE host", "IP_DENIED owner", "RESOURCE_DENIED platform"]);
  await change(`partner/api-keys/${key}`, { status: "inactive" });
  expect(await about("acme")).toEqual(["KEY_INACTIVE owner", "EXTERNAL_KEY_INACTIVE host", "RESOURCE_DENIED platform"]);
  expect(await about("partner")).toEqual(["KEY_INACTIVE owner", "IP_DENIED owner", "RESOURCE_DENIED platform"]);
});

it("rule 9: answers alike about a key that isn't the account's, whether or not there is one", async () => {
  const { key } = await admitted();
  const own = await addKey(server, "zoom");
  await server.call("DELETE", `/v1/accounts/zoom/api-keys/${own.key}`);
  const answers = await Promise.all(
    [key, own.key, UNISSUED_KEY, "no key at all"].map((each) => explain("zoom", each, "oms.view-order")),
  );
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  expect(answers[0]).toMatchObject({ allowed: false, code: "NOT_ADMITTED", external: null, openedBy: [] });
});

it("counts as no use and writes nothing", async () => {
  const { key } = await addKey(server, "acme", ["oms-read-only"]);
  const before = await revisionOf(server);
  await explain("acme", key, "oms.view-order");
  await server.keepUse();
  expect((await server.call("GET", `/v1/accounts/acme/api-keys/${key}/use`)).body).toMatchObject({ items: [] });
  expect(await revisionOf(server)).toBe(before);
});

it("is for who may see keys, in their own account", async () => {
  const { key } = await admitted();
  const as = await addKeyWith(server, "acme", "account.view-api-keys");
  const at = (account: string) => server.call("GET", `/v1/accounts/${account}/explain?key=${key}`, { as });
  expect((await at("acme")).status).toBe(200);
  expectProblem(await at("zoom"), 404, "UNKNOWN_ACCOUNT");
});

it("agrees with a verification in every state of key, admission and owner", async () => {
  await addAccounts(server, "owner-a", "host-a");
  const { key, token } = await addKey(server, "owner-a", ["oms-read-only"]);
  await admit(server, "host-a", key, ["oms-read-only"]);
  let seen = 0;
  for (const owner of ["active", "suspended"]) {
    await change("owner-a", { status: owner });
    for (const status of ["active", "inactive"]) {
      await change(`owner-a/api-keys/${key}`, { status });
      for (const here of ["active", "inactive"]) {
        await change(`host-a/external-keys/${key}`, { status: here });
        for (const account of ["owner-a", "host-a"]) {
          for (const resource of ["oms.view-order", "oms.cancel-order"]) {
            const { body } = await server.call<{ code: string; valid: boolean }>("POST", "/v1/verify", {
              body: { account, key, token, resource },
            });
            const { allowed, code } = await explain(account, key, resource);
            expect({ allowed, code }).toStrictEqual({ allowed: body.valid, code: body.code });
            seen++;
          }
        }
      }
    }
  }
  expect(seen).toBe(32);
});
