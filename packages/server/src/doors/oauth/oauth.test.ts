import { createHash } from "node:crypto";
import { createLocalJWKSet, decodeJwt, type JSONWebKeySet, jwtVerify } from "jose";
import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import {
  addAccounts,
  addKey,
  admit,
  type KeyCredentials,
  loadCatalog,
  UNISSUED_KEY,
} from "../../http/test-fixtures.ts";
import { LOST_TOKEN } from "../../http/test-mutations.ts";
import { renew } from "../../http/test-tokens.ts";
import { createTestServer, type TestServer } from "../../test-server.ts";
import { OAUTH_ERROR_GUIDE } from "./error-guide.ts";
import type { OAuthErrorName } from "./oauth-error.ts";

const ISSUER = "https://keys.example.com";
const ACME = `${ISSUER}/accounts/acme`;
const DAY_MS = 86_400_000;

interface Body {
  readonly access_token: string;
  readonly expires_in: number;
  readonly scope: string;
  readonly error: OAuthErrorName;
  readonly active: boolean;
  readonly keys: JSONWebKeySet["keys"];
}

let server: TestServer;
let service: string;
let credentials: KeyCredentials;

beforeAll(async () => {
  server = await createTestServer({ publicUrl: ISSUER });
  await loadCatalog(server);
  await addAccounts(server, "partner", "acme", "zoom");
  credentials = await addKey(server, "partner", ["owner"]);
  await admit(server, "acme", credentials.key, ["oms-read-only"], "Partner of ours");
  const { body } = await server.call<{ token: string }>("POST", "/v1/service-keys", { body: { name: "API" } });
  service = body.token;
});

afterAll(() => server.close());

const basic = ({ key, token }: KeyCredentials) => ({
  authorization: `Basic ${Buffer.from(`${key}:${encodeURIComponent(token)}`).toString("base64")}`,
});
const post = async (path: string, form: Record<string, string> | string, headers: Record<string, string> = {}) => {
  const answer = await server.call<Body>("POST", path, {
    as: null,
    headers: { "content-type": "application/x-www-form-urlencoded", ...headers },
    body: typeof form === "string" ? form : new URLSearchParams(form).toString(),
  });
  // Every refusal has a status that the reference names.
  if (answer.status >= 400) expect(OAUTH_ERROR_GUIDE.codes[answer.body.error].as).toContain(String(answer.status));
  return answer;
};
const ask = (form: Record<string, string> = {}, who: KeyCredentials = credentials) =>
  post("/oauth2/token", { grant_type: "client_credentials", resource: ACME, ...form }, basic(who));
const tokenOf = async (who: KeyCredentials = credentials, form: Record<string, string> = {}) => {
  const { body, status } = await ask(form, who);
  expect(status).toBe(200);
  return body.access_token;
};
const introspect = (token: string) => post("/oauth2/introspect", { token }, { authorization: `Bearer ${service}` });
const revoke = (token: string, who: KeyCredentials = credentials) => post("/oauth2/revoke", { token }, basic(who));
const patch = (url: string, body: object) => server.call("PATCH", url, { body });
const partnersKey = async () => {
  const one = await addKey(server, "partner", ["owner"]);
  await admit(server, "acme", one.key, ["oms-read-only"], `Partner ${one.key}`);
  return one;
};
const verified = async (jwt: string) => {
  const { body } = await server.call<JSONWebKeySet>("GET", "/oauth2/jwks", { as: null });
  return jwtVerify(jwt, createLocalJWKSet(body), {
    issuer: ISSUER,
    audience: ACME,
    typ: "at+jwt",
    currentDate: new Date(server.clock.wallMs),
  });
};

describe("the token endpoint", () => {
  it("gives a signed token of five minutes for the account, with what its roles open", async () => {
    const answer = await ask();
    expect(answer).toMatchObject({ status: 200, body: { token_type: "Bearer", expires_in: 300 } });
    expect(answer.headers).toMatchObject({ "cache-control": "no-store", pragma: "no-cache" });
    const { payload, protectedHeader } = await verified(answer.body.access_token);
    expect(protectedHeader).toMatchObject({ alg: "ES256", typ: "at+jwt" });
    expect(payload).toMatchObject({
      sub: credentials.key,
      client_id: credentials.key,
      account: "acme",
      owner: "partner",
      external: true,
      scope: answer.body.scope,
    });
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(300);
    // Rule 5: of the owner's roles there is nothing in it.
    expect(answer.body.scope.split(" ")).toContain("oms.view-order");
    expect(answer.body.scope.split(" ")).not.toContain("oms.cancel-order");
    expect(answer.body.scope).not.toContain("account.");
  });

  it("gives what was asked for, and nothing where any of it isn't open", async () => {
    expect((await ask({ scope: "oms.view-order" })).body.scope).toBe("oms.view-order");
    expect(await ask({ scope: "oms.view-order oms.cancel-order" })).toMatchObject({
      status: 403,
      body: { error: "invalid_scope" },
    });
    expect(await ask({ scope: "two  spaces" })).toMatchObject({ status: 400, body: { error: "invalid_scope" } });
  });

  it("takes the credential in the body, and the account as audience", async () => {
    const { key, token } = credentials;
    const form = { grant_type: "client_credentials", client_id: key, client_secret: token, audience: ACME };
    expect((await post("/oauth2/token", form)).status).toBe(200);
    const both = await post("/oauth2/token", form, basic(credentials));
    expect(both).toMatchObject({ status: 400, body: { error: "invalid_request" } });
  });

  it("decodes what Basic holds, and what a form holds, as forms are encoded", async () => {
    const token = "imported+token/with%41all=that:forms-encode";
    const tokenSha256 = createHash("sha256").update(token).digest("hex");
    const imported = { key: "imported-key", token };
    const keys = [{ account: "acme", key: imported.key, name: "Imported", roles: [], tokenSha256 }];
    expect((await server.call("POST", "/v1/api-keys/import", { body: { keys } })).status).toBe(200);
    expect((await ask({}, imported)).status).toBe(200);
    const form = { grant_type: "client_credentials", resource: ACME };
    const inBody = { ...form, client_id: imported.key, client_secret: token };
    expect((await post("/oauth2/token", inBody)).status).toBe(200);
    // As curl --user sends it.
    const raw = { authorization: `Basic ${Buffer.from(`${imported.key}:${token}`).toString("base64")}` };
    expect((await post("/oauth2/token", form, raw)).status).toBe(401);
  });

  it("rule 6: gives a key without roles a token that opens nothing", async () => {
    const without = await addKey(server, "acme");
    expect((await ask({}, without)).body.scope).toBe("");
  });

  it("rule 13: says the same of an unknown key and a wrong token, whatever the account", async () => {
    const answers = new Set<string>();
    for (const who of [
      { ...credentials, token: LOST_TOKEN },
      { ...credentials, key: UNISSUED_KEY },
      { ...credentials, key: "x", token: "y" },
    ]) {
      for (const resource of [ACME, `${ISSUER}/accounts/nowhere`]) {
        const answer = await ask({ resource }, who);
        expect(answer).toMatchObject({ status: 401, body: { error: "invalid_client" } });
        expect(answer.headers["www-authenticate"]).toBe('Basic realm="latchkey"');
        answers.add(answer.text);
      }
    }
    expect(answers.size).toBe(1);
  });

  it.each<[string, Record<string, string> | string, number, string]>([
    ["no grant type", { resource: ACME }, 400, "invalid_request"],
    ["another grant type", { grant_type: "password", resource: ACME }, 400, "unsupported_grant_type"],
    ["no account", { grant_type: "client_credentials" }, 400, "invalid_target"],
    [
      "two accounts",
      `grant_type=client_credentials&resource=${ACME}&resource=${ISSUER}/accounts/zoom`,
      400,
      "invalid_target",
    ],
    ["two audiences", `grant_type=client_credentials&audience=${ACME}&audience=${ACME}`, 400, "invalid_target"],
    ["another place", { grant_type: "client_credentials", resource: "https://x.example" }, 400, "invalid_target"],
    ["no such account", { grant_type: "client_credentials", resource: `${ISSUER}/accounts/no` }, 403, "invalid_target"],
    [
      "a host that hasn't admitted the key",
      { grant_type: "client_credentials", resource: `${ISSUER}/accounts/zoom` },
      403,
      "unauthorized_client",
    ],
    ["a parameter twice", `grant_type=client_credentials&resource=${ACME}&scope=a&scope=a`, 400, "invalid_request"],
    ["half an escape", "grant_type=%E0%A4%A", 400, "invalid_request"],
    ["too much", `scope=${"x".repeat(40_000)}`, 413, "invalid_request"],
    ["nothing", "", 400, "invalid_request"],
  ])("refuses %s", async (_what, form, status, error) => {
    const answer = await post("/oauth2/token", form, basic(credentials));
    expect(answer).toMatchObject({ status, body: { error, error_description: expect.any(String) as string } });
    expect(answer.headers).toMatchObject({ "cache-control": "no-store", pragma: "no-cache" });
  });

  it("refuses JSON, and a token in a place that isn't its own", async () => {
    const json = await server.call("POST", "/oauth2/token", { as: null, body: { grant_type: "client_credentials" } });
    expect(json).toMatchObject({ status: 400, body: { error: "invalid_request" } });
    const scope = await ask({ scope: credentials.token });
    expect(scope).toMatchObject({ status: 400, body: { error: "invalid_request" } });
    expect(scope.text).not.toContain(credentials.token);
  });

  it("never lives beyond the time for which the account has admitted the key", async () => {
    const one = await addKey(server, "partner");
    const expiresAt = new Date(server.clock.wallMs + 60_000).toISOString();
    const body = { key: one.key, name: "Briefly", roles: [], expiresAt };
    expect((await server.call("POST", "/v1/accounts/acme/external-keys", { body })).status).toBe(201);
    expect((await ask({}, one)).body.expires_in).toBe(60);
  });

  it("counts against the key's limit", async () => {
    const one = await addKey(server, "acme");
    expect((await patch(`/v1/accounts/acme/api-keys/${one.key}`, { requestsPerMinute: 1 })).status).toBe(200);
    await tokenOf(one);
    const beyond = await ask({}, one);
    expect(beyond.status).toBe(429);
    expect(Number(beyond.headers["retry-after"])).toBeGreaterThan(0);
  });

  it("counts as use, a refusal too", async () => {
    const one = await addKey(server, "acme", ["oms-read-only"]);
    await ask({ scope: "oms.view-order" }, one);
    await ask({ scope: "oms.cancel-order" }, one);
    await server.keepUse();
    const { body } = await server.call("GET", `/v1/accounts/acme/api-keys/${one.key}/use`);
    expect(body).toMatchObject({ items: [{ account: "acme", allowed: 1, refusedByHost: 1 }] });
  });

  it("rule 12: gives nothing once what this node knows is too old", async () => {
    server.clock.monotonicMs += 61_000;
    expect(await ask()).toMatchObject({ status: 503, body: { error: "temporarily_unavailable" } });
    await server.follower.poll();
    expect((await ask()).status).toBe(200);
  });
});

describe("introspection", () => {
  it("says to services and to the key itself what a token is, and to others nothing", async () => {
    const jwt = await tokenOf();
    expect((await introspect(jwt)).body).toMatchObject({ active: true, ...decodeJwt(jwt), token_type: "Bearer" });
    const itself = await post("/oauth2/introspect", { token: jwt }, basic(credentials));
    expect(itself.body.active).toBe(true);
    const other = await post("/oauth2/introspect", { token: jwt }, basic(await addKey(server, "acme", ["owner"])));
    expect(other.body).toStrictEqual({ active: false });
    expect(await post("/oauth2/introspect", { token: jwt })).toMatchObject({ status: 401 });
    expect((await introspect(`${jwt.slice(0, -8)}AAAAAAAA`)).body).toStrictEqual({ active: false });
    expect((await introspect("nonsense")).body).toStrictEqual({ active: false });
  });

  it("challenges whoever may not ask by the scheme that they used", async () => {
    const form = { token: await tokenOf() };
    const wrong = { ...credentials, token: LOST_TOKEN };
    const challenges: [Record<string, string>, string][] = [
      [{}, 'Basic realm="latchkey"'],
      [basic(wrong), 'Basic realm="latchkey"'],
      [{ authorization: `Bearer ${credentials.token}` }, 'Bearer realm="latchkey", error="invalid_token"'],
    ];
    for (const [headers, challenge] of challenges) {
      const answer = await post("/oauth2/introspect", form, headers);
      expect(answer).toMatchObject({ status: 401, body: { error: "invalid_client" } });
      expect(answer.headers["www-authenticate"]).toBe(challenge);
    }
  });

  const changes: Record<string, (one: KeyCredentials) => Promise<unknown>> = {
    "rule 10: the owner deactivates the key": ({ key }) =>
      patch(`/v1/accounts/partner/api-keys/${key}`, { status: "inactive" }),
    "rule 10: the owner deletes the key": ({ key }) => server.call("DELETE", `/v1/accounts/partner/api-keys/${key}`),
    "the host suspends it": ({ key }) => patch(`/v1/accounts/acme/external-keys/${key}`, { status: "inactive" }),
    "the host removes it": ({ key }) => server.call("DELETE", `/v1/accounts/acme/external-keys/${key}`),
    "its renewal is completed": async ({ key }) => {
      await renew(server, "partner", key);
      await server.call("POST", `/v1/accounts/partner/api-keys/${key}/renewal/complete`);
    },
  };
  it.each(Object.keys(changes))("sees at once that %s", async (what) => {
    const one = await partnersKey();
    const jwt = await tokenOf(one);
    expect((await introspect(jwt)).body.active).toBe(true);
    await changes[what]?.(one);
    expect((await introspect(jwt)).body).toStrictEqual({ active: false });
  });

  it("names what is open now, and ends with the token's time", async () => {
    const one = await partnersKey();
    const jwt = await tokenOf(one);
    await patch(`/v1/accounts/acme/external-keys/${one.key}`, { roles: [] });
    expect((await introspect(jwt)).body).toMatchObject({ active: true, scope: "" });
    server.clock.wallMs += 300_000;
    server.clock.monotonicMs += 300_000;
    await server.follower.poll();
    expect((await introspect(jwt)).body).toStrictEqual({ active: false });
  });
});

describe("revocation", () => {
  it("ends one token, for the key that got it alone", async () => {
    const [jwt, other] = [await tokenOf(), await tokenOf()];
    const stranger = await addKey(server, "acme", ["owner"]);
    expect(await revoke(jwt, stranger)).toMatchObject({ status: 400, body: { error: "unauthorized_client" } });
    expect((await introspect(jwt)).body.active).toBe(true);
    expect((await revoke(jwt)).status).toBe(200);
    expect((await revoke(jwt)).status).toBe(200);
    expect((await revoke("nonsense")).status).toBe(200);
    expect((await introspect(jwt)).body).toStrictEqual({ active: false });
    expect((await introspect(other)).body.active).toBe(true);
  });
});

test("rule 2: neither a key's token nor an access token comes into the log", async () => {
  const jwt = await tokenOf();
  await introspect(jwt);
  await revoke(jwt);
  const log = server.log.join("");
  expect(log).toContain("/oauth2/token");
  expect(log).not.toContain(credentials.token);
  expect(log).not.toContain("eyJ");
});

test("rule 2: an access token in another field is refused, and not kept", async () => {
  const jwt = await tokenOf();
  const body = { name: "Reader", description: `Bearer ${jwt}`, resources: [] };
  expect(await server.call("POST", "/v1/accounts/acme/roles", { body })).toMatchObject({
    status: 422,
    body: { code: "SECRET_IN_FIELD" },
  });
  const inQuery = await server.call("GET", `/v1/accounts/acme/roles?after=${jwt}`);
  expect(inQuery).toMatchObject({ status: 422, body: { code: "SECRET_IN_FIELD" } });
  expect(server.log.join("")).not.toContain(jwt.slice(-40));
});

test("keys change every thirty days, the next is published before, and the last for as long as its tokens live", async () => {
  const kids = async () => {
    const { body, headers } = await server.call<Body>("GET", "/oauth2/jwks", { as: null });
    expect(headers["cache-control"]).toBe("public, max-age=300");
    for (const key of body.keys) expect(key).not.toHaveProperty("d");
    return body.keys.map(({ kid }) => kid);
  };
  const pass = async (ms: number) => {
    server.clock.wallMs += ms;
    server.clock.monotonicMs += ms;
    await server.follower.poll();
  };
  const PERIOD_MS = 30 * DAY_MS;
  await pass(PERIOD_MS - (server.clock.wallMs % PERIOD_MS) + 2 * DAY_MS);
  const [first, ...others] = await kids();
  expect(others).toStrictEqual([]);
  await pass(PERIOD_MS - 2 * DAY_MS - 200_000);
  const [stillFirst, second] = await kids();
  expect(stillFirst).toBe(first);
  expect(second).toBeDefined();
  const jwt = await tokenOf();
  await pass(260_000);
  expect(await kids()).toStrictEqual([first, second]);
  const { protectedHeader } = await verified(jwt);
  expect(protectedHeader.kid).toBe(first);
  expect((await verified(await tokenOf())).protectedHeader.kid).toBe(second);
  expect((await introspect(jwt)).body.active).toBe(true);
  await pass(DAY_MS);
  expect(await kids()).toStrictEqual([second]);
});
