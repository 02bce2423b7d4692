// The requests and answers are those that VTEX documents: License Manager API, VTEX ID API, and its guide on rotating tokens.
import { createHash } from "node:crypto";
import { decodeJwt } from "jose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import {
  addAccounts,
  addKey,
  addKeyWith,
  addRole,
  addUser,
  type KeyCredentials,
  type ListOf,
  loadCatalog,
} from "../../http/test-fixtures.ts";
import { works } from "../../http/test-tokens.ts";
import { type Answer, createTestServer, type Method, OPERATOR_TOKEN, type TestServer } from "../../test-server.ts";
import { roleNumber } from "./role-numbers.ts";

const HOST = "acme.keys.example.com";
const APP_KEYS = "/api/vlm/appkeys";
const ROLES = "/api/license-manager/site/pvt/roles/list/paged";
const rolesOf = (userId: string) => `/api/license-manager/users/${userId}/roles`;
const renewal = (key: string) => `/api/vtexid/apikey/${key}/apitoken`;

const appKeySchema = z.strictObject({
  id: z.string(),
  appKey: z.string(),
  label: z.string(),
  createdIn: z.iso.datetime(),
  isActive: z.boolean(),
});
const roleSchema = z.strictObject({ id: z.int32(), name: z.string() });
const productSchema = z.looseObject({ name: z.string(), id: z.string(), url: z.null() });
const roleListSchema = z.strictObject({
  items: z.array(
    z.strictObject({
      id: z.int32(),
      name: z.string(),
      isAdmin: z.boolean(),
      roleType: z.union([z.literal(0), z.literal(1)]),
      products: z.array(productSchema),
      logins: z.null(),
      resources: z.null(),
    }),
  ),
  paging: z.strictObject({ page: z.int(), perPage: z.int(), total: z.int(), pages: z.int() }),
});
const vlmErrorSchema = z.strictObject({
  Details: z.null(),
  HttpStatusCode: z.int(),
  VLMErrorCode: z.int().nullable(),
  Message: z.string(),
});
const messageSchema = z.strictObject({ Message: z.string() });

let server: TestServer;
/** What a store's script has: a key with everything. */
let admin: KeyCredentials;

/** Sends a request as scripts for VTEX do: by its header names, to the account's host. */
function ask<Body = unknown>(
  method: Method,
  url: string,
  {
    as = admin,
    body,
    headers,
    host = HOST,
  }: {
    as?: KeyCredentials | null;
    body?: unknown;
    headers?: Record<string, string>;
    host?: string;
  } = {},
): Promise<Answer<Body>> {
  const credential = as && { "x-vtex-api-appkey": as.key, "x-vtex-api-apptoken": as.token };
  return server.call<Body>(method, url, {
    as: null,
    headers: { host, accept: "application/json", "content-type": "application/json", ...credential, ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

const auditOf = async (account: string, target: string) =>
  (
    await server.call<ListOf<{ action: string; actor: object }>>(
      "GET",
      `/v1/accounts/${account}/audit-events?target=${target}`,
    )
  ).body.items;

beforeAll(async () => {
  server = await createTestServer({ vtex: true, publicUrl: "https://keys.example.com" });
  await loadCatalog(server);
  await addAccounts(server, "acme", "partner");
  admin = await addKey(server, "acme", ["owner"], "The store's script");
});

afterAll(() => server.close());

describe("app keys", () => {
  it("are made, listed, deactivated and activated", async () => {
    const made = await ask<Record<string, string>>("POST", APP_KEYS, { body: { label: "my new appkey" } });
    expect(made.status).toBe(200);
    const { appToken = "", ...appKey } = made.body;
    expect(appKeySchema.parse(appKey)).toMatchObject({ label: "my new appkey", isActive: true });
    const { appKey: key = "", id = "" } = appKey;
    expect(await works(server, "acme", key, appToken)).toBe(true);

    const listed = await ask("GET", APP_KEYS);
    expect(listed.status).toBe(200);
    expect(z.array(appKeySchema).parse(listed.body)).toContainEqual(appKey);
    expect(listed.text).not.toContain(appToken);

    const put = await ask("PUT", `${APP_KEYS}/${id}`, { body: { isActive: false } });
    expect({ status: put.status, text: put.text }).toEqual({ status: 200, text: "" });
    expect(await works(server, "acme", key, appToken)).toBe(false);
    expect((await ask("PUT", `${APP_KEYS}/${id}`, { body: { isActive: true } })).status).toBe(200);
    expect(await works(server, "acme", key, appToken)).toBe(true);
    expect((await auditOf("acme", key)).map(({ action }) => action)).toEqual([
      "key.activated",
      "key.deactivated",
      "key.generated",
    ]);
  });

  it("are all in the list, and nobody else's", async () => {
    await addAccounts(server, "many");
    const keys = Array.from({ length: 450 }, (_, number) => ({
      account: "many",
      key: `vtexappkey-many-${String(number).padStart(6, "0")}`,
      name: `Key ${number}`,
      roles: [],
      tokenSha256: createHash("sha256").update(`the token of ${number}`).digest("hex"),
    }));
    expect((await server.call("POST", "/v1/api-keys/import", { body: { keys } })).status).toBe(200);
    const as = await addKeyWith(server, "many", "account.view-api-keys");
    const listed = await ask<{ appKey: string }[]>("GET", APP_KEYS, { as, host: "many.keys.example.com" });
    const expected = [...keys.map(({ key }) => key), as.key];
    expect(listed.body.map(({ appKey }) => appKey).toSorted()).toEqual(expected.toSorted());
  });

  it("that aren't the account's are refused as VTEX refuses them", async () => {
    const { key } = await addKey(server, "partner");
    for (const id of [key, "a2555e95-9db8-48be-94f8-2a28577c0b4a"]) {
      const answer = await ask("PUT", `${APP_KEYS}/${id}`, { body: { isActive: false } });
      expect(answer.status).toBe(400);
      expect(vlmErrorSchema.parse(answer.body)).toEqual({
        Details: null,
        HttpStatusCode: 400,
        VLMErrorCode: 17,
        Message: "Token not exists for this account",
      });
    }
  });

  it.each([
    ["POST", APP_KEYS, {}],
    ["POST", APP_KEYS, { label: "" }],
    ["POST", APP_KEYS, { label: "lkt_vTmgMJk8QOaw5nWonf66nSZheOOmGiKuhlPfvj2KVmW3EEv6F" }],
    ["POST", APP_KEYS, []],
    ["PUT", `${APP_KEYS}/x`, { isActive: "no" }],
    ["PUT", `${APP_KEYS}/x`, undefined],
  ] as const)("%s %s with %j is a bad request, in VTEX's form", async (method, url, body) => {
    const answer = await ask(method, url, { body });
    expect(answer.status).toBe(400);
    expect(vlmErrorSchema.parse(answer.body)).toMatchObject({ HttpStatusCode: 400, VLMErrorCode: null });
    expect(answer.text).not.toContain("lkt_");
  });
});

describe("roles", () => {
  it("are listed in pages, with numbers that stay", async () => {
    const custom = await addRole(server, "acme", ["oms.view-order"]);
    const first = await ask("GET", `${ROLES}?numItems=3&pageNumber=1&sort=name&sortType=ASC`);
    const { items, paging } = roleListSchema.parse(first.body);
    expect(items).toHaveLength(3);
    const { items: all } = roleListSchema.parse((await ask("GET", `${ROLES}?numItems=1000`)).body);
    expect(paging).toEqual({ page: 1, perPage: 3, total: all.length, pages: Math.ceil(all.length / 3) });
    expect(all.slice(0, 3)).toEqual(items);
    const names = all.map(({ name }) => name);
    expect(names).toEqual(names.toSorted());
    const { items: reversed } = roleListSchema.parse(
      (await ask("GET", `${ROLES}?numItems=1000&sort=id&sortType=DSC`)).body,
    );
    expect(reversed.map(({ id }) => id)).toEqual(all.map(({ id }) => id).toSorted((a, b) => b - a));

    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    expect(all.find(({ id }) => id === 1)).toMatchObject({ name: "Owner", isAdmin: true, roleType: 0 });
    expect(all.find(({ id }) => id === roleNumber(custom))).toMatchObject({
      isAdmin: false,
      roleType: 1,
      products: [{ id: "oms" }],
    });
    // Written down: scripts keep them.
    expect(roleNumber("oms-read-only")).toBe(1_118_144_044);
  });

  it("are added to the account's own key, read and taken away", async () => {
    const { key } = await addKey(server, "acme");
    const [one, two] = [roleNumber("oms-read-only"), roleNumber("user-administrator-restricted")];
    expect(await ask("GET", rolesOf(key))).toMatchObject({ status: 200, body: [] });
    for (const added of [[one], [two], [two, one]]) {
      const put = await ask("PUT", rolesOf(key), { body: added });
      expect({ status: put.status, text: put.text }).toEqual({ status: 204, text: "" });
    }
    const found = await ask("GET", rolesOf(key));
    expect(
      z
        .array(roleSchema)
        .parse(found.body)
        .map(({ id }) => id),
    ).toEqual([one, two]);
    for (const gone of [one, one, 12_345]) {
      const answer = await ask("DELETE", `${rolesOf(key)}/${gone}`);
      expect({ status: answer.status, text: answer.text }).toEqual({ status: 204, text: "" });
    }
    const left = await ask<{ id: number }[]>("GET", rolesOf(key));
    expect(left.body.map(({ id }) => id)).toEqual([two]);
    // Nobody and nothing has it: VTEX's API says that, too, with 204.
    expect((await ask("DELETE", `${rolesOf("nobody")}/${one}`)).status).toBe(204);
  });

  it("given to another account's key admit it, under its owner's name, and its owner is told", async () => {
    const theirs = await addKey(server, "partner", ["owner"]);
    expect(await works(server, "acme", theirs.key, theirs.token)).toBe(false);
    expect(await ask("GET", rolesOf(theirs.key))).toMatchObject({ status: 200, body: [] });
    const one = roleNumber("oms-read-only");
    expect((await ask("PUT", rolesOf(theirs.key), { body: [one] })).status).toBe(204);
    expect(await works(server, "acme", theirs.key, theirs.token)).toBe(true);
    expect((await server.call("GET", `/v1/accounts/acme/external-keys/${theirs.key}`)).body).toMatchObject({
      name: "The partner",
      roles: [{ id: "oms-read-only" }],
      addedBy: { kind: "key", id: admin.key },
    });
    await server.deliver();
    expect(await auditOf("partner", theirs.key)).toMatchObject([
      { action: "external-key.added", actor: { kind: "account", id: "acme" } },
      { action: "key.generated" },
    ]);
    const two = roleNumber("user-administrator-restricted");
    expect((await ask("PUT", rolesOf(theirs.key), { body: [two] })).status).toBe(204);
    const found = await ask<{ id: number }[]>("GET", rolesOf(theirs.key));
    expect(found.body.map(({ id }) => id)).toEqual([one, two]);
    for (const role of [one, two]) await ask("DELETE", `${rolesOf(theirs.key)}/${role}`);
    // It stays admitted, and may do nothing.
    expect(await ask("GET", rolesOf(theirs.key))).toMatchObject({ status: 200, body: [] });
    expect(await works(server, "acme", theirs.key, theirs.token)).toBe(true);
  });

  it("are a user's as well", async () => {
    const { id } = await addUser(server, "acme", ["oms-read-only"]);
    expect((await ask("PUT", rolesOf(id), { body: [roleNumber("user-administrator-restricted")] })).status).toBe(204);
    expect((await ask("DELETE", `${rolesOf(id)}/${roleNumber("oms-read-only")}`)).status).toBe(204);
    expect((await server.call("GET", `/v1/accounts/acme/users/${id}`)).body).toMatchObject({
      roles: [{ id: "user-administrator-restricted" }],
    });
  });

  it.each([
    ["roles that aren't there", [9_000], "Roles list contains roles that do not exist in this account"],
    ["no list", { id: 1 }, undefined],
    ["a list of something else", ["owner"], undefined],
    ["a number beyond 32 bits", [2 ** 31], undefined],
  ])("with %s are a bad request", async (_what, body, message) => {
    const { key } = await addKey(server, "acme");
    const answer = await ask("PUT", rolesOf(key), { body });
    expect(answer.status).toBe(400);
    expect(messageSchema.parse(answer.body).Message).toContain(message ?? "");
  });

  it("of nobody can't be given", async () => {
    for (const userId of ["nobody", "lk-nobody-00000000000R", "e845b52a40e24654a2c70766adb5762b"]) {
      const answer = await ask("PUT", rolesOf(userId), { body: [1] });
      expect({ status: answer.status, body: answer.body }).toEqual({
        status: 400,
        body: { Message: "Invalid UserId" },
      });
    }
    expect((await ask("DELETE", `${rolesOf("nobody")}/x`)).status).toBe(400);
  });

  it("rule 7: can't be given by whoever lacks what they open, nor by whoever may not give any", async () => {
    const { key } = await addKey(server, "acme");
    const theirs = await addKey(server, "partner");
    const editor = await addKeyWith(server, "acme", "account.edit-api-keys");
    const reader = await addKeyWith(server, "acme", "account.view-api-keys");
    const stranger = await addKey(server, "acme");
    for (const userId of [key, theirs.key]) {
      for (const as of [editor, reader, stranger]) {
        const answer = await ask("PUT", rolesOf(userId), { as, body: [1] });
        expect(answer.status).toBe(403);
        messageSchema.parse(answer.body);
      }
    }
    expect((await ask("GET", rolesOf(key), { as: reader })).status).toBe(200);
    expect((await ask("GET", rolesOf(key), { as: stranger })).status).toBe(403);
  });

  it("are all there, whoever else adds some at the same time", async () => {
    const { key } = await addKey(server, "acme");
    const roles = await Promise.all(Array.from({ length: 4 }, () => addRole(server, "acme", ["oms.view-order"])));
    const answers = await Promise.all(roles.map((id) => ask("PUT", rolesOf(key), { body: [roleNumber(id)] })));
    expect(answers.map(({ status }) => status)).toEqual([204, 204, 204, 204]);
    const found = await ask<{ id: number }[]>("GET", rolesOf(key));
    expect(found.body.map(({ id }) => id).toSorted()).toEqual(roles.map(roleNumber).toSorted());
  });
});

describe("the renewal of a token", () => {
  const renewalSchema = z.strictObject({
    id: z.string(),
    keyName: z.string(),
    creationDateToken: z.iso.datetime(),
    creationDateNewToken: z.iso.datetime(),
    expirationPeriod: z.int(),
    newToken: z.string(),
  });
  const finishedSchema = z.strictObject({
    id: z.string(),
    creationDateToken: z.iso.datetime(),
    creationDateNewToken: z.null(),
  });

  it("begins with both tokens working, and ends with the old one gone", async () => {
    const { key, token } = await addKey(server, "acme");
    // With a type and without a body, as in VTEX's own example.
    const begun = await ask("PATCH", `${renewal(key)}/renew`);
    expect(begun.status).toBe(200);
    const { newToken, ...rest } = renewalSchema.parse(begun.body);
    expect(rest).toMatchObject({ id: key, keyName: key, expirationPeriod: 90 });
    for (const each of [token, newToken]) expect(await works(server, "acme", key, each)).toBe(true);
    expect((await ask("PATCH", `${renewal(key)}/renew`)).status).toBe(409);

    const finished = await ask("PATCH", `${renewal(key)}/finish-renewal`);
    expect(finished.status).toBe(200);
    finishedSchema.parse(finished.body);
    expect(await works(server, "acme", key, token)).toBe(false);
    expect(await works(server, "acme", key, newToken)).toBe(true);
    const again = await ask("PATCH", `${renewal(key)}/finish-renewal`);
    expect(again.status).toBe(404);
    messageSchema.parse(again.body);
  });

  it("needs the permission for it, and a key of the account's own", async () => {
    const { key } = await addKey(server, "acme");
    const renewer = await addKeyWith(server, "acme", "account.renew-api-token");
    const editor = await addKeyWith(server, "acme", "account.edit-api-keys");
    const theirs = await addKey(server, "partner");
    expect((await ask("PATCH", `${renewal(key)}/renew`, { as: renewer })).status).toBe(200);
    expect((await ask("PATCH", `${renewal(editor.key)}/renew`, { as: editor })).status).toBe(403);
    for (const verb of ["renew", "finish-renewal"]) {
      const answer = await ask("PATCH", `${renewal(theirs.key)}/${verb}`);
      expect({ status: answer.status, body: answer.body }).toEqual({
        status: 400,
        body: { Message: "Invalid API key or API key not owned by tenant" },
      });
    }
  });
});

describe("a login by key and token", () => {
  const login = (
    as: KeyCredentials,
    { host, url = "/api/vtexid/apptoken/login" }: { host?: string; url?: string } = {},
  ) =>
    ask<{ token: string; expires: number }>("POST", url, {
      as: null,
      body: { appkey: as.key, apptoken: as.token },
      ...(host === undefined ? {} : { host }),
    });
  const validate = (token: string, host = HOST) =>
    ask("POST", "/api/vtexid/credential/validate", { as: null, body: { token }, host });
  const withSession = (token: string, host = HOST) =>
    ask("GET", APP_KEYS, { as: null, headers: { VtexIdclientAutCookie: token }, host });

  it("gives a token that stands for the key, says whose it is, and ends", async () => {
    const answer = await login(admin);
    expect(answer.status).toBe(200);
    const loginSchema = z.strictObject({ authStatus: z.literal("Success"), token: z.string(), expires: z.int() });
    const { expires, token } = loginSchema.parse(answer.body);
    expect(decodeJwt(token)).toMatchObject({ exp: expires, sub: admin.key, account: "acme" });
    expect((await withSession(token)).status).toBe(200);
    expect((await validate(token)).body).toEqual({
      authStatus: "Success",
      id: admin.key,
      user: admin.key,
      account: "acme",
      audience: "admin",
      tokenType: "appkey",
    });
    const byQuery = await login(admin, { host: "keys", url: "/api/vtexid/apptoken/login?an=acme" });
    expect(byQuery.status).toBe(200);

    const { monotonicMs, wallMs } = server.clock;
    server.clock.wallMs += 300_000;
    server.clock.monotonicMs += 300_000;
    await server.follower.poll();
    expect((await withSession(token)).status).toBe(401);
    expect((await validate(token)).status).toBe(401);
    Object.assign(server.clock, { monotonicMs: monotonicMs + 300_000, wallMs: wallMs + 300_000 });
  });

  it("may do what its key may do, in its account, for as long as the key and its token are there", async () => {
    const reader = await addKeyWith(server, "acme", "account.view-api-keys");
    const { token } = (await login(reader)).body;
    expect((await withSession(token)).status).toBe(200);
    const made = await ask("POST", APP_KEYS, {
      as: null,
      headers: { VtexIdclientAutCookie: token },
      body: { label: "x" },
    });
    expect(made.status).toBe(403);
    expect((await withSession(token, "partner.keys.example.com")).status).toBe(401);
    expect((await validate(token, "partner.keys.example.com")).status).toBe(401);
    await server.call("PATCH", `/v1/accounts/acme/api-keys/${reader.key}`, { body: { status: "inactive" } });
    expect((await withSession(token)).status).toBe(401);
    await server.call("PATCH", `/v1/accounts/acme/api-keys/${reader.key}`, { body: { status: "active" } });
    await ask("PATCH", `${renewal(reader.key)}/renew`);
    expect((await withSession(token)).status).toBe(200);
    await ask("PATCH", `${renewal(reader.key)}/finish-renewal`);
    expect((await withSession(token)).status).toBe(401);
  });

  it("is refused to whoever has no right key and token, and to a key that doesn't open the account", async () => {
    const theirs = await addKey(server, "partner");
    for (const as of [
      { ...admin, token: theirs.token },
      { ...admin, key: "vtexappkey-acme-ABCDEF" },
    ]) {
      const answer = await login(as);
      expect({ status: answer.status, body: answer.body }).toEqual({
        status: 401,
        body: { authStatus: "WrongCredentials", token: null, expires: 0 },
      });
    }
    expect((await login(theirs)).status).toBe(403);
    for (const token of ["x", "lkt_vTmgMJk8QOaw5nWonf66nSZheOOmGiKuhlPfvj2KVmW3EEv6F", admin.token]) {
      const answer = await validate(token);
      expect({ status: answer.status, body: answer.body }).toEqual({
        status: 401,
        body: { authStatus: "InvalidToken" },
      });
    }
  });

  it("is no access token for this, nor the other way round", async () => {
    const { body } = await server.call<{ access_token: string }>("POST", "/oauth2/token", {
      as: null,
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams({
        grant_type: "client_credentials",
        client_id: admin.key,
        client_secret: admin.token,
        resource: "https://keys.example.com/accounts/acme",
        scope: "account.view-api-keys",
      }).toString(),
    });
    expect((await withSession(body.access_token)).status).toBe(401);
    const { token } = (await login(admin)).body;
    expect(decodeJwt(token)["scope"]).toBe("vtexid");
    const bearer = await server.call("GET", "/v1/accounts/acme/api-keys", { as: { bearer: token } });
    expect(bearer.status).toBe(401);
  });
});

describe("the door", () => {
  it("takes the account from the host or from an, which comes first, and opens none to strangers", async () => {
    const theirs = await addKey(server, "partner", ["owner"]);
    const count = async (host: string, query = "") =>
      (await ask<object[]>("GET", `${APP_KEYS}${query}`, { as: theirs, host })).status;
    expect(await count("partner.keys.example.com:4390")).toBe(200);
    expect(await count("PARTNER.keys.example.com")).toBe(200);
    expect(await count("acme.keys.example.com", "?an=partner")).toBe(200);
    expect(await count("127.0.0.1", "?an=partner")).toBe(200);
    expect(await count("partner.keys.example.com", "?an=acme")).toBe(404);
    expect(await count("nobody.keys.example.com")).toBe(404);
    for (const host of ["localhost", "127.0.0.1", "[::1]"]) expect(await count(host)).toBe(400);
  });

  it("needs a key and token: in VTEX's headers, and not by a cookie", async () => {
    const cookie = { cookie: `VtexIdclientAutCookie=${"x".repeat(40)}` };
    for (const answer of [
      await ask("GET", APP_KEYS, { as: null }),
      await ask("GET", APP_KEYS, { as: { ...admin, token: `${admin.token}x` } }),
      await ask("GET", APP_KEYS, { as: null, headers: cookie }),
      await ask("GET", APP_KEYS, { as: null, headers: { authorization: `Bearer ${OPERATOR_TOKEN}` } }),
      await ask("POST", APP_KEYS, { as: null, body: { label: "x" } }),
    ]) {
      expect(answer.status).toBe(401);
      expect(vlmErrorSchema.parse(answer.body)).toMatchObject({ HttpStatusCode: 401 });
    }
  });

  it("opens to a key that came from VTEX, with the token that it had there", async () => {
    const moved = {
      key: "vtexappkey-acme-ORYNWX",
      token: "WNVUJKYFKJFLTPXHQGAZDHPBHSDQVJJWSFZUBOGCKPEXAIFHTPANKJTOXUKRIIJA",
    };
    const tokenSha256 = createHash("sha256").update(moved.token).digest("hex");
    const keys = [{ account: "acme", key: moved.key, name: "Moved", roles: ["owner"], tokenSha256 }];
    expect((await server.call("POST", "/v1/api-keys/import", { body: { keys } })).status).toBe(200);
    const listed = await ask<{ appKey: string }[]>("GET", APP_KEYS, { as: moved });
    expect(listed.body.map(({ appKey }) => appKey)).toContain(moved.key);
    expect((await ask("PUT", rolesOf(moved.key), { as: moved, body: [roleNumber("oms-read-only")] })).status).toBe(204);
    expect((await ask("PATCH", `${renewal(moved.key)}/renew`)).status).toBe(200);
  });

  it("refuses where the node may not trust what it knows, and past a key's limit, and says when to come again", async () => {
    const limited = await addKey(server, "acme");
    await server.call("PATCH", `/v1/accounts/acme/api-keys/${limited.key}`, { body: { requestsPerMinute: 1 } });
    const login = () =>
      ask("POST", "/api/vtexid/apptoken/login", {
        as: null,
        body: { appkey: limited.key, apptoken: limited.token },
      });
    expect((await login()).status).toBe(200);
    const late = await login();
    expect({ status: late.status, retry: Number(late.headers["retry-after"]) > 0 }).toEqual({
      status: 429,
      retry: true,
    });

    server.clock.monotonicMs += 60_001;
    for (const answer of [await ask("GET", APP_KEYS), await login()]) {
      expect({ status: answer.status, retry: answer.headers["retry-after"] }).toEqual({ status: 503, retry: "1" });
    }
    await server.follower.poll();
    expect((await ask("GET", APP_KEYS)).status).toBe(200);
  });

  it("is shut unless it is opened, and described by VTEX's documents alone", async () => {
    const { text } = await server.call("GET", "/openapi.json");
    expect(text).not.toContain("/api/vlm");
    const shut = await createTestServer();
    try {
      await addAccounts(shut, "acme");
      const key = await addKey(shut, "acme", ["owner"]);
      const headers = { host: HOST, "x-vtex-api-appkey": key.key, "x-vtex-api-apptoken": key.token };
      expect((await shut.call("GET", APP_KEYS, { as: null, headers })).status).toBe(404);
    } finally {
      await shut.close();
    }
  });

  it("rule 2: keeps no token in the log", () => {
    expect(server.log.join("")).not.toContain(admin.token.slice(4, 30));
    expect(server.log.length).toBeGreaterThan(50);
  });
});
