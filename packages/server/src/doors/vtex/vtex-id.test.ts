// The requests and answers are those that VTEX documents.
import { decodeJwt } from "jose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { addKey, addKeyWith, type KeyCredentials } from "../../http/test-fixtures.ts";
import { works } from "../../http/test-tokens.ts";
import type { TestServer } from "../../test-server.ts";
import { APP_KEYS, type Door, HOST, messageSchema, openDoor, renewal } from "./test-script.ts";

let server: TestServer;
let admin: KeyCredentials;
let ask: Door["ask"];

beforeAll(async () => {
  ({ admin, ask, server } = await openDoor());
});

afterAll(() => server.close());

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
    expect(rest).toMatchObject({ keyName: key, expirationPeriod: 92 });
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
        body: { Message: "Invalid API key or API key not owned by tenant." },
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
        body: { authStatus: "WrongCredentials" },
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

  it("rule 2: leaves no token in the log, nor what it gives", async () => {
    const { key, token } = await addKey(server, "acme", ["owner"]);
    const session = (await login({ key, token })).body.token;
    await withSession(session);
    await validate(session);
    await validate(token);
    const begun = await ask<{ newToken: string }>("PATCH", `${renewal(key)}/renew`);
    // In the wrong places.
    await ask("POST", "/api/vtexid/apptoken/login", { as: null, body: { appkey: token, apptoken: key } });
    await ask("PATCH", `${renewal(token)}/renew`);
    await ask("GET", `${APP_KEYS}?an=${token}`);
    const log = server.log.join("");
    expect(log).toContain("/api/vtexid/apptoken/login");
    for (const secret of [token.slice(4), begun.body.newToken.slice(4), session.slice(-60)]) {
      expect(secret.length).toBeGreaterThan(40);
      expect(log).not.toContain(secret.slice(0, 30));
    }
  });
});
