import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestServer, START_MS, type TestServer } from "../../../test-server.ts";
import {
  addAccounts,
  addKey,
  addUser,
  admit,
  expectProblem,
  type ListOf,
  loadCatalog,
  revisionOf,
  signIn,
} from "../../test-fixtures.ts";

let server: TestServer;

beforeAll(async () => {
  server = await createTestServer();
  await loadCatalog(server);
});

afterAll(() => server.close());

describe("making an account", () => {
  it("answers as the contract words it", async () => {
    const answer = await server.call("POST", "/v1/accounts", { body: { name: "acme", displayName: " Acme Store " } });
    expect(answer.status).toBe(201);
    expect(answer.body).toStrictEqual({
      name: "acme",
      displayName: "Acme Store",
      status: "active",
      createdAt: new Date(START_MS).toISOString(),
    });
    const read = await server.call("GET", "/v1/accounts/acme");
    expect(read.body).toStrictEqual(answer.body);
    expect(read.headers["etag"]).toBe(answer.headers["etag"]);
  });

  it("refuses a name that is taken, also at the same moment", async () => {
    const body = { name: "taken", displayName: "x" };
    const answers = await Promise.all([1, 2, 3].map(() => server.call("POST", "/v1/accounts", { body })));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    for (const answer of answers.filter(({ status }) => status !== 201)) expectProblem(answer, 409, "ACCOUNT_EXISTS");
  });

  it.each(["a", "Acme", "1acme", "-acme", "acme-", "ac--me", "ac me", "ac_me", "ácme", "x".repeat(41), "../x", ""])(
    "refuses %j for a name",
    async (name) => {
      const answer = await server.call("POST", "/v1/accounts", { body: { name, displayName: "x" } });
      expect(expectProblem(answer, 422, "INVALID_INPUT").errors?.[0]?.path).toBe("/name");
    },
  );
});

describe("editing an account", () => {
  it("renames, suspends and restores it, and heeds If-Match", async () => {
    await addAccounts(server, "edit");
    const old = String((await server.call("GET", "/v1/accounts/edit")).headers["etag"]);
    const edit = (body: object, headers = {}) => server.call("PATCH", "/v1/accounts/edit", { body, headers });
    expect((await edit({ displayName: "New" }, { "if-match": old })).body).toMatchObject({ displayName: "New" });
    expectProblem(await edit({ displayName: "Late" }, { "if-match": old }), 412, "PRECONDITION_FAILED");
    expect((await edit({ status: "suspended" })).body).toMatchObject({ displayName: "New", status: "suspended" });
    const revision = await revisionOf(server);
    await edit({ status: "suspended" });
    expect(await revisionOf(server)).toBe(revision);
    expect((await edit({ status: "active" })).body).toMatchObject({ status: "active" });
    const unknown = await server.call("PATCH", "/v1/accounts/no-such", { body: { displayName: "x" } });
    expectProblem(unknown, 404, "UNKNOWN_ACCOUNT");
  });

  it("closes a suspended account to everybody but operators, who can restore it", async () => {
    await addAccounts(server, "closed", "closed-owner");
    const own = await addKey(server, "closed", ["owner"]);
    const partner = await addKey(server, "closed-owner", ["owner"]);
    await admit(server, "closed", partner.key, ["owner"]);
    const user = await signIn(server, await addUser(server, "closed", ["owner"]));
    await server.call("PATCH", "/v1/accounts/closed", { body: { status: "suspended" } });
    for (const as of [own, partner, user]) {
      expectProblem(await server.call("GET", "/v1/accounts/closed/api-keys", { as }), 403, "ACCOUNT_SUSPENDED");
    }
    expect((await server.call("GET", "/v1/accounts/closed/api-keys")).status).toBe(200);
    await server.call("PATCH", "/v1/accounts/closed", { body: { status: "active" } });
    for (const as of [own, partner, user]) {
      expect((await server.call("GET", "/v1/accounts/closed/api-keys", { as })).status).toBe(200);
    }
  });
});

describe("listing accounts", () => {
  it("shows a user their own, and a key those that it opens now", async () => {
    await addAccounts(server, "mine", "theirs", "stranger");
    const names = async (as: Parameters<typeof server.call>[2]) =>
      (await server.call<ListOf<{ name: string }>>("GET", "/v1/accounts", as)).body.items.map(({ name }) => name);
    const user = await signIn(server, await addUser(server, "mine", []));
    expect(await names({ as: user })).toStrictEqual(["mine"]);
    const key = await addKey(server, "mine");
    expect(await names({ as: key })).toStrictEqual(["mine"]);
    await admit(server, "theirs", key.key);
    expect(await names({ as: key })).toStrictEqual(["mine", "theirs"]);
    const admission = `/v1/accounts/theirs/external-keys/${key.key}`;
    await server.call("PATCH", admission, { body: { status: "inactive" } });
    expect(await names({ as: key })).toStrictEqual(["mine"]);
    await server.call("PATCH", admission, { body: { status: "active" } });
    await server.call("PATCH", `/v1/accounts/mine/api-keys/${key.key}`, { body: { status: "inactive" } });
    expect(await names({ as: key })).toStrictEqual([]);
  });

  it("says what a caller may do in one", async () => {
    await addAccounts(server, "access");
    const as = await addKey(server, "access", ["user-administrator-restricted"]);
    const { body } = await server.call<{ resources: string[] }>("GET", "/v1/accounts/access/access", { as });
    expect(body).toMatchObject({ account: { name: "access" } });
    expect(body.resources).toHaveLength(10);
    for (const resource of body.resources) expect(resource).toMatch(/^account\./);
  });
});
