import { isKeyString, isSecret } from "@latchkey/sdk/credential-format";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestServer, START_MS, type TestServer } from "../../../test-server.ts";
import {
  addAccounts,
  addKey,
  addKeyWith,
  addRole,
  admit,
  expectProblem,
  loadCatalog,
  revisionOf,
} from "../../test-fixtures.ts";

let server: TestServer;

beforeAll(async () => {
  server = await createTestServer();
  await loadCatalog(server);
});

afterAll(() => server.close());

const TEXT = expect.any(String) as string;

describe("generating", () => {
  it("answers as the contract words it, and shows the token this once", async () => {
    await addAccounts(server, "gen");
    const answer = await server.call<{ key: string; token: string }>("POST", "/v1/accounts/gen/api-keys", {
      body: { name: " ERP ", roles: ["oms-read-only"] },
    });
    expect(answer.status).toBe(201);
    const { token, ...key } = answer.body;
    expect(key).toStrictEqual({
      key: TEXT,
      name: "ERP",
      roles: [{ id: "oms-read-only", name: TEXT }],
      status: "active",
      createdAt: new Date(START_MS).toISOString(),
      quarantined: false,
      createdBy: { kind: "operator", id: "operator", name: "Operator" },
      tokens: [
        {
          id: TEXT,
          createdAt: new Date(START_MS).toISOString(),
          state: "current",
          renewalAlert: null,
          expiresAt: null,
          link: null,
          lastUsedAt: null,
          lastNetwork: null,
        },
      ],
      profile: null,
      requestsPerMinute: null,
      allowedNetworks: [],
      hostCount: 0,
      lastUsedAt: null,
    });
    expect(key.key.startsWith("lk-gen-") && isKeyString(key.key)).toBe(true);
    expect(isSecret(token, "lkt_")).toBe(true);
    const read = await server.call("GET", `/v1/accounts/gen/api-keys/${key.key}`);
    expect(read.body).toStrictEqual(key);
    expect(read.headers["etag"]).toBe(answer.headers["etag"]);
    for (const url of ["/v1/accounts/gen/api-keys", "/v1/accounts/gen/audit-events"]) {
      expect((await server.call("GET", url)).text).not.toContain("lkt_");
    }
    expect(server.log.join("")).not.toContain(token);
  });

  it("rule 6: takes no roles where none are given, and asks for them to be said", async () => {
    await addAccounts(server, "gen-roles");
    const url = "/v1/accounts/gen-roles/api-keys";
    expectProblem(await server.call("POST", url, { body: { name: "n" } }), 422, "INVALID_INPUT");
    const answer = await server.call("POST", url, { body: { name: "n", roles: [] } });
    expect(answer).toMatchObject({ status: 201, body: { roles: [] } });
  });

  it("assigns a role that is named twice once, in the order of ids", async () => {
    await addAccounts(server, "gen-twice");
    const roles = ["oms-read-only", "logistics-read-only", "oms-read-only"];
    const answer = await server.call("POST", "/v1/accounts/gen-twice/api-keys", { body: { name: "n", roles } });
    expect(answer.body).toMatchObject({ roles: [{ id: "logistics-read-only" }, { id: "oms-read-only" }] });
  });

  it("rule 7: refuses roles that hold what the actor lacks", async () => {
    await addAccounts(server, "gen-held");
    const admin = await addKeyWith(server, "gen-held", "account.edit-api-keys", "oms.view-order");
    const generate = (roles: string[]) =>
      server.call("POST", "/v1/accounts/gen-held/api-keys", { as: admin, body: { name: "n", roles } });
    const within = await addRole(server, "gen-held", ["oms.view-order"]);
    expect((await generate([within])).status).toBe(201);
    const revision = await revisionOf(server);
    expectProblem(await generate([within, "owner"]), 403, "ROLE_NOT_HELD");
    expect(await revisionOf(server)).toBe(revision);
  });

  it("takes names in any script and refuses what breaks a list or a log", async () => {
    await addAccounts(server, "names");
    const generate = (name: string) =>
      server.call("POST", "/v1/accounts/names/api-keys", { body: { name, roles: [] } });
    const fine = [
      "<script>alert(1)</script>",
      "=cmd|' /C calc'!A0",
      "Integração ☕ 👩🏽‍🚀",
      "מפתח \u200f(ERP)",
      "مفتاح",
      "'; drop table apiKeys; --",
      "{{constructor}}",
      "x".repeat(120),
      "__proto__",
      "null",
    ];
    for (const name of fine) expect(await generate(name)).toMatchObject({ status: 201, body: { name } });
    const refused = [
      "",
      "   ",
      "\u3000",
      "x".repeat(121),
      "x".repeat(10_000),
      "a\u0000b",
      "a\nb",
      "a\u001b[31mb",
      "\ud800",
      "a\udc00b",
      "\u202eevil",
      "a\u2066b",
      "a\u2028b",
    ];
    for (const name of refused) expectProblem(await generate(name), 422, "INVALID_INPUT");
    for (const name of fine) {
      const found = await server.call("GET", `/v1/accounts/names/api-keys?search=${encodeURIComponent(name)}`);
      expect(found.body, name).toMatchObject({ total: 1, items: [{ name }] });
    }
  });
});

describe("the profile", () => {
  it("is what another account sees when it looks the key up", async () => {
    await addAccounts(server, "publisher", "reader");
    const profile = { description: "Reads your orders.", resources: ["oms.view-order"] };
    const { body } = await server.call<{ key: string }>("POST", "/v1/accounts/publisher/api-keys", {
      body: { name: "Internal name", roles: ["oms-full-access"], profile },
    });
    const lookUp = () => server.call("GET", `/v1/accounts/reader/external-keys/lookup?key=${body.key}`);
    const seen = await lookUp();
    expect(seen.body).toMatchObject({ profile });
    expect(seen.text).not.toMatch(/Internal name|oms-full-access/);
    const url = `/v1/accounts/publisher/api-keys/${body.key}`;
    expect((await server.call("PATCH", url, { body: { profile: null } })).body).toMatchObject({ profile: null });
    expect((await lookUp()).body).toMatchObject({ profile: null });
    const unknown = { profile: { resources: ["oms.view-order", "oms.no-such"] } };
    const refused = expectProblem(await server.call("PATCH", url, { body: unknown }), 422, "INVALID_INPUT");
    expect(refused.errors?.[0]?.path).toBe("/profile/resources/1");
  });
});

describe("editing", () => {
  it("changes name, roles and status, each alone, and heeds If-Match", async () => {
    await addAccounts(server, "edit");
    const { key } = await addKey(server, "edit", ["oms-read-only"]);
    const url = `/v1/accounts/edit/api-keys/${key}`;
    const old = String((await server.call("GET", url)).headers["etag"]);
    const edit = (body: object, etag?: string) =>
      server.call("PATCH", url, { body, headers: etag === undefined ? {} : { "if-match": etag } });
    expect(await edit({ name: "Other" }, old)).toMatchObject({ status: 200, body: { name: "Other" } });
    expectProblem(await edit({ name: "Late" }, old), 412, "PRECONDITION_FAILED");
    expectProblem(await server.call("DELETE", url, { headers: { "if-match": old } }), 412, "PRECONDITION_FAILED");
    expect((await edit({ roles: [] }, "*")).body).toMatchObject({ name: "Other", roles: [] });
    expect((await edit({ status: "inactive" })).body).toMatchObject({ status: "inactive" });
    const revision = await revisionOf(server);
    expect((await edit({ status: "inactive" })).status).toBe(200);
    expect((await edit({})).status).toBe(200);
    expect(await revisionOf(server)).toBe(revision);
    expect((await edit({ status: "active" })).body).toMatchObject({ status: "active", name: "Other", roles: [] });
  });

  it("rule 7: doesn't let somebody activate or widen a key beyond what they hold", async () => {
    await addAccounts(server, "activate");
    const admin = await addKeyWith(server, "activate", "account.edit-api-keys");
    const wide = await addRole(server, "activate", ["account.view-audit"]);
    const { key } = await addKey(server, "activate", [wide]);
    const edit = (body: object) => server.call("PATCH", `/v1/accounts/activate/api-keys/${key}`, { as: admin, body });
    expect((await edit({ name: "Renamed", roles: [wide] })).status).toBe(200);
    expect((await edit({ status: "inactive" })).status).toBe(200);
    expect(expectProblem(await edit({ status: "active" }), 403, "ROLE_NOT_HELD").resource).toBe("account.view-audit");
    expectProblem(await edit({ status: "active", roles: [wide] }), 403, "ROLE_NOT_HELD");
    expect((await edit({ status: "active", roles: [] })).status).toBe(200);
    expectProblem(await edit({ roles: [wide] }), 403, "ROLE_NOT_HELD");
  });
});

describe("deleting", () => {
  it("rule 1: is for ever, and the key opens nothing from then on", async () => {
    await addAccounts(server, "delete", "delete-host");
    const credentials = await addKey(server, "delete", ["owner"]);
    await admit(server, "delete-host", credentials.key);
    const url = `/v1/accounts/delete/api-keys/${credentials.key}`;
    expect((await server.call("GET", url, { as: credentials })).body).toMatchObject({ hostCount: 1 });
    expect(await server.call("DELETE", url)).toMatchObject({ status: 204, text: "" });
    for (const method of ["GET", "DELETE"] as const) expectProblem(await server.call(method, url), 404, "UNKNOWN_KEY");
    expectProblem(await server.call("PATCH", url, { body: { status: "active" } }), 404, "UNKNOWN_KEY");
    expectProblem(await server.call("GET", url, { as: credentials }), 401, "UNAUTHENTICATED");
    expect((await server.call("GET", "/v1/accounts/delete/api-keys")).body).toMatchObject({ total: 0, items: [] });
  });
});
