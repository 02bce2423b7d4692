import { isSecret } from "@latchkey/sdk/credential-format";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestServer, type TestServer } from "../../../test-server.ts";
import {
  addAccounts,
  addKey,
  addKeyWith,
  addRole,
  admit,
  expectProblem,
  type KeyCredentials,
  revisionOf,
} from "../../test-fixtures.ts";
import { actionsOf, addLinkedKey, logOf, renew, type RenewedKey, tokensOf, works as opens } from "../../test-tokens.ts";

let server: TestServer;

beforeAll(async () => {
  server = await createTestServer();
  await addAccounts(server, "acme", "host", "other");
});

afterAll(() => server.close());

const urlOf = (key: string, rest = "") => `/v1/accounts/acme/api-keys/${key}/renewal${rest}`;
const complete = (key: string) => server.call<RenewedKey>("POST", urlOf(key, "/complete"));
const undo = (key: string) => server.call("DELETE", urlOf(key));

const works = (key: string, token: string | undefined, account = "acme") => opens(server, account, key, token);
const logged = (account: string, key: string) => logOf(server, account, key);
const actions = (account: string, key: string) => actionsOf(server, account, key);

const statesOf = async (key: string) => (await tokensOf(server, "acme", key)).map(({ state }) => state);

describe("renewing", () => {
  it("rule 3: gives a second token; both work until the renewal is completed, then the new one alone", async () => {
    const { key, token } = await addKey(server, "acme");
    const renewed = await renew(server, "acme", key);
    expect(isSecret(renewed.token ?? "", "lkt_")).toBe(true);
    expect(renewed.token).not.toBe(token);
    expect(renewed.tokenLink).toBeUndefined();
    expect(renewed.tokens.map(({ state }) => state)).toStrictEqual(["current", "renewed"]);
    expect([await works(key, token), await works(key, renewed.token)]).toStrictEqual([true, true]);

    const completed = await complete(key);
    expect(completed.status).toBe(200);
    expect(completed.body.tokens).toStrictEqual([{ ...renewed.tokens[1], state: "current" }]);
    expect(completed.text).not.toContain("lkt_");
    expect([await works(key, token), await works(key, renewed.token)]).toStrictEqual([false, true]);
  });

  it("rule 3: goes on as it was when undone, which is possible until it is completed", async () => {
    const { key, token } = await addKey(server, "acme");
    const renewed = await renew(server, "acme", key);
    expect(await undo(key)).toMatchObject({ status: 204, text: "" });
    expect([await works(key, token), await works(key, renewed.token)]).toStrictEqual([true, false]);
    expect(await statesOf(key)).toStrictEqual(["current"]);
    for (const again of [await undo(key), await complete(key)]) expectProblem(again, 404, "NO_RENEWAL");

    const second = await renew(server, "acme", key);
    await complete(key);
    for (const late of [await undo(key), await complete(key)]) expectProblem(late, 404, "NO_RENEWAL");
    expect([await works(key, token), await works(key, second.token)]).toStrictEqual([false, true]);
  });

  it("deletes the old token at once where it is told to", async () => {
    const { key, token } = await addKey(server, "acme");
    const renewed = await renew(server, "acme", key, { oldToken: "now" });
    expect(renewed.tokens.map(({ state }) => state)).toStrictEqual(["current"]);
    expect([await works(key, token), await works(key, renewed.token)]).toStrictEqual([false, true]);
    expectProblem(await undo(key), 404, "NO_RENEWAL");
    expect(await actions("acme", key)).toStrictEqual(["key.generated", "key.renewed", "key.renewal-completed"]);
  });

  it("needs no body, and refuses a second renewal while one is open", async () => {
    const { key } = await addKey(server, "acme");
    expect((await server.call("POST", urlOf(key))).status).toBe(201);
    const before = await revisionOf(server);
    const again = (body: object) => server.call("POST", urlOf(key), { body });
    for (const body of [{}, { oldToken: "now" }, { tokenDelivery: "link" }]) {
      expectProblem(await again(body), 409, "RENEWAL_PENDING");
    }
    expect(await revisionOf(server)).toBe(before);
    await undo(key);
    expect((await again({})).status).toBe(201);
  });

  it("is done once of many at a time", async () => {
    const { key } = await addKey(server, "acme");
    const all = await Promise.all(Array.from({ length: 20 }, () => server.call("POST", urlOf(key))));
    expect(all.map(({ status }) => status).toSorted((a, b) => a - b)).toStrictEqual([
      201,
      ...Array<number>(19).fill(409),
    ]);
    const ended = await Promise.all([...Array.from({ length: 10 }, () => complete(key)), undo(key), undo(key)]);
    const done = ended.filter(({ status }) => status < 300);
    expect(done).toHaveLength(1);
    expect(await statesOf(key)).toStrictEqual(["current"]);
  });

  it("waits while the key's first token waits for somebody to open its link", async () => {
    const { key } = await addLinkedKey(server, "acme");
    for (const body of [{}, { oldToken: "now" }, { tokenDelivery: "link" }]) {
      expectProblem(await server.call("POST", urlOf(key), { body }), 409, "LINK_UNOPENED");
    }
  });

  it("works for a key that is inactive, and leaves it so", async () => {
    const { key } = await addKey(server, "acme");
    const url = `/v1/accounts/acme/api-keys/${key}`;
    await server.call("PATCH", url, { body: { status: "inactive" } });
    const { token } = await renew(server, "acme", key);
    expect(await works(key, token)).toBe(false);
    await server.call("PATCH", url, { body: { status: "active" } });
    expect(await works(key, token)).toBe(true);
  });

  it("is a matter of the owner's, for keys that are there", async () => {
    const { key } = await addKey(server, "acme");
    await admit(server, "host", key);
    for (const account of ["host", "other"]) {
      const url = `/v1/accounts/${account}/api-keys/${key}/renewal`;
      for (const [method, rest] of [
        ["POST", ""],
        ["POST", "/complete"],
        ["DELETE", ""],
      ] as const) {
        expectProblem(await server.call(method, url + rest), 404, "UNKNOWN_KEY");
      }
    }
    await server.call("DELETE", `/v1/accounts/acme/api-keys/${key}`);
    for (const answer of [await server.call("POST", urlOf(key)), await complete(key), await undo(key)]) {
      expectProblem(answer, 404, "UNKNOWN_KEY");
    }
  });

  it("rule 7: is refused to who lacks something that the key may do; who completes or undoes gives nothing", async () => {
    const admin = await addKeyWith(server, "acme", "account.renew-api-token");
    const role = await addRole(server, "acme", ["account.view-audit"]);
    const { key } = await addKey(server, "acme", [role]);
    const before = await revisionOf(server);
    for (const body of [{}, { tokenDelivery: "link" }, { oldToken: "now" }]) {
      const refused = await server.call("POST", urlOf(key), { as: admin, body });
      expect(expectProblem(refused, 403, "ROLE_NOT_HELD").resource).toBe("account.view-audit");
    }
    expect(await revisionOf(server)).toBe(before);
    await renew(server, "acme", key);
    expect((await server.call("POST", urlOf(key, "/complete"), { as: admin })).status).toBe(200);
    await renew(server, "acme", key);
    expect((await server.call("DELETE", urlOf(key), { as: admin })).status).toBe(204);
  });

  it("rule 12: a key that renews itself is out with its old token once the answer has left", async () => {
    const self = await addKeyWith(server, "acme", "account.renew-api-token");
    const answer = await server.call<KeyCredentials>("POST", urlOf(self.key), { as: self, body: { oldToken: "now" } });
    expect(answer.status).toBe(201);
    expectProblem(await server.call("POST", urlOf(self.key), { as: self }), 401, "UNAUTHENTICATED");
    const { token } = answer.body;
    expect((await server.call("POST", urlOf(self.key), { as: { key: self.key, token } })).status).toBe(201);
  });
});

describe("rules 10, 11: a renewal of a key that others admitted", () => {
  it("holds in every host, whose log hears of each step and of no token", async () => {
    const { key, token } = await addKey(server, "acme");
    await admit(server, "host", key);
    const { token: undone } = await renew(server, "acme", key);
    expect(await works(key, undone, "host")).toBe(true);
    await undo(key);
    expect(await works(key, undone, "host")).toBe(false);
    const { token: next } = await renew(server, "acme", key, { oldToken: "now" });
    expect([await works(key, token, "host"), await works(key, next, "host")]).toStrictEqual([false, true]);
    const told = (await logged("host", key)).filter(({ action }) => action.startsWith("key."));
    expect(told.map(({ action }) => action)).toStrictEqual([
      "key.renewed",
      "key.renewal-undone",
      "key.renewed",
      "key.renewal-completed",
    ]);
    for (const { before, after } of told) expect({ before, after }).toStrictEqual({ before: null, after: null });
  });

  it("says in the owner's log which tokens, and how the new one was handed over", async () => {
    const { key } = await addKey(server, "acme");
    const [old] = await tokensOf(server, "acme", key);
    const { tokens } = await renew(server, "acme", key);
    await complete(key);
    expect((await logged("acme", key)).map(({ action, before, after }) => ({ action, before, after }))).toMatchObject([
      { action: "key.generated", after: { tokenDelivery: "inline" } },
      { action: "key.renewed", after: { token: tokens[1]?.id, tokenDelivery: "inline", oldToken: "later" } },
      { action: "key.renewal-completed", before: { token: old?.id }, after: { token: tokens[1]?.id } },
    ]);
  });
});
