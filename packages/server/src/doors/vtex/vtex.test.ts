// The requests and answers are those that VTEX documents.
import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { addAccounts, addKey, addKeyWith, type KeyCredentials } from "../../http/test-fixtures.ts";
import { works } from "../../http/test-tokens.ts";
import { createTestServer, OPERATOR_TOKEN, type TestServer } from "../../test-server.ts";
import { roleNumber } from "./role-numbers.ts";
import { APP_KEYS, auditOf, type Door, HOST, openDoor, renewal, rolesOf, vlmErrorSchema } from "./test-script.ts";

const appKeySchema = z.strictObject({
  id: z.string(),
  appKey: z.string(),
  label: z.string(),
  createdIn: z.iso.datetime(),
  isActive: z.boolean(),
});

let server: TestServer;
let admin: KeyCredentials;
let ask: Door["ask"];

beforeAll(async () => {
  ({ admin, ask, server } = await openDoor());
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
    expect((await auditOf(server, "acme", key)).map(({ action }) => action)).toEqual([
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
});
