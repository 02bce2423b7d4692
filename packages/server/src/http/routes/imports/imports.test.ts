import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestServer, type Credentials, type TestServer } from "../../../test-server.ts";
import {
  addAccounts,
  addKey,
  addKeyWith,
  addRole,
  expectProblem,
  type ListOf,
  loadCatalog,
  revisionOf,
} from "../../test-fixtures.ts";
import { renew, secretIdsOf, works } from "../../test-tokens.ts";

interface Results {
  readonly imported: number;
  readonly present: number;
  readonly refused: number;
  readonly results: readonly { readonly outcome: string; readonly code?: string; readonly detail?: string }[];
}

const KEYS = "/v1/api-keys/import";
const EXTERNAL_KEYS = "/v1/external-keys/import";
const ISSUER = "https://keys.example";
const TOKEN = "QWERTYUIOPASDFGHJKLZXCVBNMQWERTYUIOPASDFGHJKLZXCVBNM";

let server: TestServer;
let made = 0;

const sha256 = (token: string) => createHash("sha256").update(token).digest("hex");

/** What another service would have of a key: its own format, and a token of its own. */
function elsewhere(account = "acme") {
  const number = String(++made).padStart(6, "0");
  return { account, key: `vtexappkey-${account}-${number}`, name: `Key ${number}`, roles: [], token: TOKEN + number };
}

async function importKeys(...keys: readonly object[]): Promise<Results> {
  const { body, status } = await server.call<Results>("POST", KEYS, { body: { keys } });
  expect(status).toBe(200);
  return body;
}

async function importExternalKeys(...externalKeys: readonly object[]): Promise<Results> {
  const { body, status } = await server.call<Results>("POST", EXTERNAL_KEYS, { body: { externalKeys } });
  expect(status).toBe(200);
  return body;
}

const byDigest = <Key extends { readonly token: string }>({ token, ...key }: Key) => ({
  ...key,
  tokenSha256: sha256(token),
});

const detailsOf = async (key: string) => (await server.call<object>("GET", `/v1/accounts/acme/api-keys/${key}`)).body;

beforeAll(async () => {
  server = await createTestServer({ publicUrl: ISSUER });
  await loadCatalog(server);
  await addAccounts(server, "acme", "farma");
});

afterAll(() => server.close());

describe("an imported key", () => {
  it("works with the token that it had, whether that came in clear or as SHA-256, and is known by no other", async () => {
    const [clear, digest] = [elsewhere(), elsewhere()];
    const answer = await importKeys(clear, { ...byDigest(digest), roles: ["oms-read-only"] });
    expect(answer).toEqual({
      imported: 2,
      present: 0,
      refused: 0,
      results: [{ outcome: "imported" }, { outcome: "imported" }],
    });
    for (const { key, token } of [clear, digest]) {
      expect(await works(server, "acme", key, token)).toBe(true);
      expect(await works(server, "acme", key, `${token.slice(0, -1)}x`)).toBe(false);
      expect(await works(server, "acme", key.toLowerCase().replace("vtex", "VTEX"), token)).toBe(false);
      expect(await works(server, "acme", key, sha256(token))).toBe(false);
      expect(await works(server, "farma", key, token)).toBe(false);
    }
    expect(await detailsOf(digest.key)).toMatchObject({ status: "active", roles: [{ id: "oms-read-only" }] });
  });

  it("has a digest of ours from the start, or from the first use of its token on; it works before and after", async () => {
    const [clear, digest] = [elsewhere(), elsewhere()];
    await importKeys(clear, byDigest(digest));
    const [ours] = await secretIdsOf(server, clear.key);
    expect(ours).toMatch(/^[0-9a-f]{12}$/);
    expect(await secretIdsOf(server, digest.key)).toEqual(["sha256-plain"]);
    // A wrong token moves nothing.
    expect(await works(server, "acme", digest.key, clear.token)).toBe(false);
    await server.moveDigests();
    expect(await secretIdsOf(server, digest.key)).toEqual(["sha256-plain"]);
    expect(await works(server, "acme", digest.key, digest.token)).toBe(true);
    await server.moveDigests();
    expect(await secretIdsOf(server, digest.key)).toEqual([ours]);
    expect(await works(server, "acme", digest.key, digest.token)).toBe(true);
    expect(await works(server, "acme", digest.key, clear.token)).toBe(false);
  });

  it("authenticates by every way in: headers of both names, Basic, OAuth", async () => {
    const key = { ...elsewhere(), roles: ["owner"] };
    await importKeys(byDigest(key));
    const url = "/v1/accounts/acme/api-keys";
    expect((await server.call("GET", url, { as: { key: key.key, token: key.token } })).status).toBe(200);
    const vtex = { "x-vtex-api-appkey": key.key, "x-vtex-api-apptoken": key.token };
    expect((await server.call("GET", url, { as: null, headers: vtex })).status).toBe(200);
    const authorization = `Basic ${Buffer.from(`${key.key}:${key.token}`).toString("base64")}`;
    expect((await server.call("GET", url, { as: null, headers: { authorization } })).status).toBe(200);
    const oauth = await server.app.inject({
      method: "POST",
      url: "/oauth2/token",
      headers: { authorization, "content-type": "application/x-www-form-urlencoded" },
      payload: `grant_type=client_credentials&resource=${encodeURIComponent(`${ISSUER}/accounts/acme`)}&scope=account.view-api-keys`,
    });
    expect(oauth.payload).toContain("access_token");
  });

  it("is admitted, renewed, deactivated, exported and deleted as any other", async () => {
    const key = elsewhere();
    await importKeys(byDigest(key));
    const farma = "/v1/accounts/farma/external-keys";
    const found = await server.call("GET", `${farma}/lookup?key=${key.key}`);
    expect(found.body).toMatchObject({ key: key.key, owner: { account: "acme" } });
    expect((await server.call("POST", farma, { body: { key: key.key, name: "Acme", roles: [] } })).status).toBe(201);
    expect(await works(server, "farma", key.key, key.token)).toBe(true);

    const { token = "" } = await renew(server, "acme", key.key);
    expect(token).toMatch(/^lkt_/);
    for (const each of [key.token, token]) expect(await works(server, "farma", key.key, each)).toBe(true);
    const url = `/v1/accounts/acme/api-keys/${key.key}`;
    expect((await server.call("POST", `${url}/renewal/complete`, { body: {} })).status).toBe(200);
    expect(await works(server, "acme", key.key, key.token)).toBe(false);
    expect(await works(server, "acme", key.key, token)).toBe(true);

    const exported = await server.call("GET", "/v1/accounts/acme/api-keys/export?format=csv");
    expect(exported.text).toContain(key.key);
    expect((await server.call("PATCH", url, { body: { status: "inactive" } })).status).toBe(200);
    expect(await works(server, "farma", key.key, token)).toBe(false);
    expect((await server.call("DELETE", url)).status).toBe(204);
    expectProblem(await server.call("GET", `${farma}/lookup?key=${key.key}`), 404, "UNKNOWN_KEY");
    expect((await importKeys(key)).results).toMatchObject([{ outcome: "refused", code: "KEY_TAKEN" }]);
  });

  it("keeps its token's age, its status and its limit", async () => {
    const old = { ...elsewhere(), createdAt: "2026-01-31T00:00:00Z", status: "inactive", requestsPerMinute: 60 };
    await importKeys(old);
    expect(await detailsOf(old.key)).toMatchObject({
      status: "inactive",
      requestsPerMinute: 60,
      createdAt: "2026-01-31T00:00:00.000Z",
      tokens: [{ createdAt: "2026-01-31T00:00:00.000Z", renewalAlert: "overdue" }],
    });
    expect((await importKeys({ ...elsewhere(), createdAt: "2026-12-31T00:00:00Z" })).refused).toBe(1);
  });

  it("is in its account's log, without its token", async () => {
    const key = elsewhere();
    await importKeys(byDigest(key));
    const { body, text } = await server.call<ListOf<object>>(
      "GET",
      `/v1/accounts/acme/audit-events?target=${key.key}&action=key.imported`,
    );
    expect(body.items).toMatchObject([
      { actor: { kind: "operator" }, after: { name: key.name, roles: [], status: "active", tokenGiven: "sha256" } },
    ]);
    expect(text).not.toContain(sha256(key.token));
  });
});

describe("a batch", () => {
  it("sent again changes nothing, and tells what was there already", async () => {
    const batch = [byDigest(elsewhere()), elsewhere()];
    await importKeys(batch[0] ?? {});
    expect(await importKeys(...batch)).toMatchObject({ imported: 1, present: 1 });
    const revision = await revisionOf(server);
    // Also where somebody has changed the key since.
    expect(await importKeys(...batch.map((key) => ({ ...key, name: "Other", roles: ["owner"] })))).toMatchObject({
      imported: 0,
      present: 2,
      refused: 0,
    });
    expect(await revisionOf(server)).toBe(revision);
    expect(await detailsOf(batch[0]?.key ?? "")).toMatchObject({ name: batch[0]?.name, roles: [] });
  });

  it("takes each by itself: what one is refused for keeps out no other, and its token is not repeated", async () => {
    const farmas = elsewhere("farma");
    await importKeys(farmas);
    const custom = await addRole(server, "farma", ["account.view-audit"]);
    const { key: ours } = await addKey(server, "acme");
    const wrong: readonly [object, code: string][] = [
      [{ ...elsewhere(), account: "nobody" }, "UNKNOWN_ACCOUNT"],
      [{ ...elsewhere(), roles: ["no-such-role"] }, "UNKNOWN_ROLE"],
      [{ ...elsewhere(), roles: [custom] }, "UNKNOWN_ROLE"],
      [{ ...farmas, account: "acme" }, "KEY_TAKEN"],
      [{ ...elsewhere(), key: ours }, "INVALID_INPUT"],
      [{ ...elsewhere(), key: "LK-acme-000000000000" }, "INVALID_INPUT"],
      [{ ...elsewhere(), key: "with a space" }, "INVALID_INPUT"],
      [{ ...elsewhere(), key: "=cmd()" }, "INVALID_INPUT"],
      [{ ...elsewhere(), key: TOKEN + TOKEN }, "INVALID_INPUT"],
      [{ ...elsewhere(), token: "short" }, "INVALID_INPUT"],
      [{ ...elsewhere(), token: "with a space in between" }, "INVALID_INPUT"],
      [{ ...elsewhere(), token: undefined }, "INVALID_INPUT"],
      [{ ...elsewhere(), tokenSha256: sha256("x") }, "INVALID_INPUT"],
      [{ ...elsewhere(), token: undefined, tokenSha256: sha256("x").slice(1) }, "INVALID_INPUT"],
    ];
    const good = elsewhere();
    const { results, ...counts } = await importKeys(...wrong.map(([key]) => key), good, good);
    expect(counts).toEqual({ imported: 1, present: 1, refused: wrong.length });
    expect(results.slice(0, wrong.length).map(({ code }) => code)).toEqual(wrong.map(([, code]) => code));
    expect(JSON.stringify(results)).not.toContain(TOKEN.slice(0, 20));
    expect(JSON.stringify(server.log)).not.toContain(TOKEN.slice(0, 20));
  });

  it("has at most a thousand keys, which it imports in parts", async () => {
    const keys = Array.from({ length: 1_000 }, () => elsewhere());
    const tooMany = await server.call("POST", KEYS, { body: { keys: [...keys, elsewhere()] } });
    expectProblem(tooMany, 422, "INVALID_INPUT");
    const before = (await server.store.feed.position()).revision;
    expect(await importKeys(...keys)).toMatchObject({ imported: 1_000, refused: 0 });
    expect((await server.store.feed.position()).revision - before).toBe(10);
    const last = keys.at(-1) ?? elsewhere();
    expect(await works(server, "acme", last.key, last.token)).toBe(true);
    const chain = await server.call("POST", "/v1/accounts/acme/audit-events/verification", { body: {} });
    expect(chain.body).toMatchObject({ intact: true });
  });

  it("is for operators alone", async () => {
    const owner: Credentials = await addKey(server, "acme", ["owner"]);
    for (const as of [owner, await addKeyWith(server, "acme", "account.edit-api-keys")]) {
      expectProblem(await server.call("POST", KEYS, { as, body: { keys: [elsewhere()] } }), 403, "FORBIDDEN");
      expectProblem(await server.call("POST", EXTERNAL_KEYS, { as, body: { externalKeys: [] } }), 403, "FORBIDDEN");
    }
  });
});

describe("an imported external key", () => {
  it("opens the host to a key with the roles that it had there, and its owner is told", async () => {
    const key = elsewhere("farma");
    const admission = { account: "acme", key: key.key, name: "Farma", roles: ["oms-read-only"] };
    expect((await importExternalKeys(admission)).results).toMatchObject([{ outcome: "refused", code: "UNKNOWN_KEY" }]);
    await importKeys(byDigest(key));
    expect(await importExternalKeys(admission)).toMatchObject({ imported: 1 });
    expect(await importExternalKeys(admission)).toMatchObject({ imported: 0, present: 1 });
    expect(await works(server, "acme", key.key, key.token)).toBe(true);
    const url = `/v1/accounts/acme/external-keys/${key.key}`;
    expect((await server.call("GET", url)).body).toMatchObject({ name: "Farma", roles: [{ id: "oms-read-only" }] });
    await server.deliver();
    const told = await server.call<ListOf<object>>("GET", `/v1/accounts/farma/audit-events?target=${key.key}`);
    expect(told.body.items).toMatchObject([{ action: "external-key.added" }, { action: "key.imported" }]);
  });

  it("is refused where it is the account's own, or where account or role aren't there", async () => {
    const key = elsewhere("farma");
    await importKeys(key);
    const admission = { account: "acme", key: key.key, name: "Farma", roles: [] };
    const { results } = await importExternalKeys(
      { ...admission, account: "farma" },
      { ...admission, account: "nobody" },
      { ...admission, roles: ["no-such-role"] },
    );
    expect(results.map(({ code }) => code)).toEqual(["OWN_KEY", "UNKNOWN_ACCOUNT", "UNKNOWN_ROLE"]);
  });
});
