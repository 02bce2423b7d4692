import { isKeyString } from "@latchkey/sdk/credential-format";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestServer, type Credentials, OPERATOR_TOKEN, START_MS, type TestServer } from "../../../test-server.ts";
import {
  addAccounts,
  addKey,
  addKeyWith,
  addRole,
  admit,
  expectProblem,
  loadCatalog,
  revisionOf,
  UNISSUED_KEY,
} from "../../test-fixtures.ts";

let server: TestServer;

beforeAll(async () => {
  server = await createTestServer();
  await loadCatalog(server);
});

afterAll(() => server.close());

const OPERATOR = { bearer: OPERATOR_TOKEN };
const DAY_MS = 24 * 60 * 60 * 1_000;
const iso = (ms: number) => new Date(ms).toISOString();

/** A host and an owner of this test's own, and a key of the owner's. */
async function hostAndKey(name: string) {
  const [host, owner] = [`${name}-host`, `${name}-owner`];
  await addAccounts(server, host, owner);
  const credentials = await addKey(server, owner);
  return { host, owner, credentials, key: credentials.key, url: `/v1/accounts/${host}/external-keys` };
}

describe("admitting", () => {
  it("answers as the contract words it", async () => {
    const { host, owner, key, url } = await hostAndKey("contract");
    const admin = await addKeyWith(server, host, "account.edit-api-keys", "oms.view-order");
    const role = await addRole(server, host, ["oms.view-order"]);
    const expiresAt = iso(START_MS + DAY_MS);
    const answer = await server.call("POST", url, {
      as: admin,
      body: { key, name: "  Farmácias App ", roles: [role], expiresAt },
    });
    expect(answer.status).toBe(201);
    expect(answer.body).toStrictEqual({
      key,
      owner: { account: owner, displayName: `The ${owner}` },
      name: "Farmácias App",
      roles: [{ id: role, name: expect.stringMatching(/^Role /) as string }],
      addedAt: iso(START_MS),
      addedBy: { kind: "key", id: admin.key, name: "A key", owner: host },
      status: "active",
      statusReason: null,
      suspendedHere: false,
      quarantined: false,
      expiresAt,
      requestsPerMinute: null,
      allowedNetworks: [],
      lastUsedAt: null,
    });
    const read = await server.call("GET", `${url}/${key}`);
    expect(read.body).toStrictEqual(answer.body);
    expect(read.headers["etag"]).toBe(answer.headers["etag"]);
  });

  it("rule 6: takes no roles where none are given, and asks for them to be said", async () => {
    const { key, url } = await hostAndKey("no-roles");
    expectProblem(await server.call("POST", url, { body: { key, name: "n" } }), 422, "INVALID_INPUT");
    expect(await server.call("POST", url, { body: { key, name: "n", roles: [] } })).toMatchObject({
      status: 201,
      body: { roles: [] },
    });
  });

  it("rule 9: refuses the account's own key", async () => {
    const { owner, key } = await hostAndKey("own");
    const answer = await server.call("POST", `/v1/accounts/${owner}/external-keys`, {
      body: { key, name: "n", roles: [] },
    });
    expectProblem(answer, 422, "OWN_KEY");
  });

  it("rule 9: refuses a key that was added before, and leaves it as it was", async () => {
    const { host, key, url } = await hostAndKey("twice");
    await admit(server, host, key, ["oms-read-only"], "First");
    const before = await server.call("GET", `${url}/${key}`);
    const again = await server.call("POST", url, { body: { key, name: "Second", roles: [] } });
    expectProblem(again, 409, "ALREADY_ADDED");
    expect((await server.call("GET", `${url}/${key}`)).body).toStrictEqual(before.body);
  });

  it("rule 9: lets one of several requests at the same moment win", async () => {
    const { host, key, url } = await hostAndKey("race");
    const answers = await Promise.all(
      ["a", "b", "c", "d"].map((name) => server.call("POST", url, { body: { key, name, roles: [] } })),
    );
    expect(answers.map(({ status }) => status)).toSatisfy(
      (statuses: number[]) => statuses.filter((status) => status === 409).length === 3,
    );
    const winner = answers.find(({ status }) => status === 201);
    expect((await server.call("GET", `${url}/${key}`)).body).toStrictEqual(winner?.body);
    const events = await server.call("GET", `/v1/accounts/${host}/audit-events?action=external-key.added`);
    expect(events.body).toMatchObject({ total: 1 });
  });

  it("rule 9: answers one and the same for a key that is unknown, deleted, or no key string", async () => {
    const { owner, key, url } = await hostAndKey("unknown");
    expect((await server.call("DELETE", `/v1/accounts/${owner}/api-keys/${key}`)).status).toBe(204);
    expect(isKeyString(UNISSUED_KEY)).toBe(true);
    const cyrillic = key.replace("lk-u", "lk-\u0446");
    const wrong = [
      UNISSUED_KEY,
      key,
      "",
      "nonsense",
      key.toLowerCase(),
      ` ${key}`,
      `${key} `,
      `${key}\t`,
      cyrillic,
      `${key}\u200b`,
      key.replaceAll("-", "\u2010"),
      "'; drop table externalKeys; --",
      "%",
    ];
    const revision = await revisionOf(server);
    const replies: unknown[] = [];
    for (const text of wrong) {
      const body = { key: text, name: "n", roles: [] };
      const admission = expectProblem(await server.call("POST", url, { body }), 404, "UNKNOWN_KEY");
      const lookUp = await server.call("GET", `${url}/lookup?key=${encodeURIComponent(text)}`);
      replies.push({ ...admission, requestId: "" }, { ...expectProblem(lookUp, 404, "UNKNOWN_KEY"), requestId: "" });
    }
    for (const reply of replies) expect(reply).toStrictEqual(replies[0]);
    expect(await revisionOf(server)).toBe(revision);
  });

  it("rule 7: refuses a role that holds what the actor lacks, and names that", async () => {
    const { host, key, url } = await hostAndKey("not-held");
    const admin = await addKeyWith(server, host, "account.edit-api-keys", "oms.view-order");
    const wider = await addRole(server, host, ["oms.view-order", "account.view-audit"]);
    const answer = await server.call("POST", url, { as: admin, body: { key, name: "n", roles: [wider] } });
    expect(expectProblem(answer, 403, "ROLE_NOT_HELD").resource).toBe("account.view-audit");
    expectProblem(await server.call("GET", `${url}/${key}`), 404, "UNKNOWN_KEY");
  });

  it("refuses a role of another account as one that doesn't exist", async () => {
    const { owner, key, url } = await hostAndKey("foreign-role");
    const foreign = await addRole(server, owner, ["oms.view-order"]);
    const answers = [];
    for (const role of [foreign, "no-such-role"]) {
      const answer = await server.call("POST", url, { body: { key, name: "n", roles: ["oms-read-only", role] } });
      answers.push({ ...expectProblem(answer, 422, "UNKNOWN_ROLE"), requestId: "" });
    }
    expect(answers[0]).toStrictEqual(answers[1]);
    expect(answers[0]?.errors).toStrictEqual([{ path: "/roles/1", message: expect.any(String) as string }]);
  });

  it("refuses a thousand roles", async () => {
    const { key, url } = await hostAndKey("thousand");
    const roles = Array.from({ length: 1_000 }, (_, index) => `role-${index}`);
    expectProblem(await server.call("POST", url, { body: { key, name: "n", roles } }), 422, "INVALID_INPUT");
  });

  it("refuses an expiry in the past", async () => {
    const { key, url } = await hostAndKey("past");
    for (const expiresAt of [iso(START_MS), "1970-01-01T00:00:00Z"]) {
      const answer = await server.call("POST", url, { body: { key, name: "n", roles: [], expiresAt } });
      expect(expectProblem(answer, 422, "INVALID_INPUT").errors?.[0]?.path).toBe("/expiresAt");
    }
  });

  it("rule 2: refuses a token where a key or a name belongs, keeps it nowhere and repeats it to nobody", async () => {
    const { key, url, credentials } = await hostAndKey("pasted");
    const { token } = credentials;
    const answers = [
      await server.call("POST", url, { body: { key: token, name: "n", roles: [] } }),
      await server.call("POST", url, { body: { key, name: `my ${token}`, roles: [] } }),
      await server.call("POST", url, { body: { key, name: "n", roles: [token] } }),
      await server.call("GET", `${url}/lookup?key=${token}`),
      await server.call("GET", `${url}?search=${token}`),
      await server.call("GET", `${url}/${token}`),
    ];
    for (const answer of answers) {
      expectProblem(answer, 422, "SECRET_IN_FIELD");
      expect(answer.text).not.toContain(token);
    }
    expect(server.log.join("")).not.toContain(token);
  });
});

describe("looking up", () => {
  it("shows whose key it is and whether it was added, and nothing else", async () => {
    const { host, owner, key, url } = await hostAndKey("look-up");
    const found = { key, owner: { account: owner, displayName: `The ${owner}` }, profile: null };
    const before = await server.call("GET", `${url}/lookup?key=${key}`);
    expect(before).toMatchObject({ status: 200, body: { ...found, alreadyAdded: false } });
    expect(Object.keys(before.body as object)).toHaveLength(4);
    await admit(server, host, key);
    expect((await server.call("GET", `${url}/lookup?key=${key}`)).body).toStrictEqual({ ...found, alreadyAdded: true });
  });
});

describe("editing", () => {
  it("changes name, roles, status and expiry, each alone", async () => {
    const { host, key, url } = await hostAndKey("edit");
    await admit(server, host, key);
    const edit = async (body: object) => (await server.call("PATCH", `${url}/${key}`, { body })).body;
    expect(await edit({ name: "Other" })).toMatchObject({ name: "Other", roles: [], status: "active" });
    expect(await edit({ roles: ["oms-read-only"] })).toMatchObject({ roles: [{ id: "oms-read-only" }] });
    expect(await edit({ status: "inactive" })).toMatchObject({ status: "inactive", statusReason: "suspended-here" });
    expect(await edit({ status: "active" })).toMatchObject({ status: "active", statusReason: null });
    const expiresAt = iso(START_MS + DAY_MS);
    expect(await edit({ expiresAt })).toMatchObject({ expiresAt, name: "Other" });
    expect(await edit({ expiresAt: null })).toMatchObject({ expiresAt: null });
  });

  it("changes nothing for an old If-Match, whatever it would have done", async () => {
    const { host, key, url } = await hostAndKey("etag");
    await admit(server, host, key);
    const old = String((await server.call("GET", `${url}/${key}`)).headers["etag"]);
    const edited = await server.call("PATCH", `${url}/${key}`, { body: { name: "New" }, headers: { "if-match": old } });
    expect(edited).toMatchObject({ status: 200, body: { name: "New" } });
    expect(edited.headers["etag"]).not.toBe(old);
    const revision = await revisionOf(server);
    const late = { headers: { "if-match": old } };
    expectProblem(
      await server.call("PATCH", `${url}/${key}`, { ...late, body: { name: "Late" } }),
      412,
      "PRECONDITION_FAILED",
    );
    expectProblem(await server.call("DELETE", `${url}/${key}`, late), 412, "PRECONDITION_FAILED");
    expect(await revisionOf(server)).toBe(revision);
    const any = { headers: { "if-match": `"x", ${String(edited.headers["etag"])}` } };
    expect((await server.call("DELETE", `${url}/${key}`, any)).status).toBe(204);
  });

  it("keeps its ETag when only the owner's side changes", async () => {
    const { host, owner, key, url } = await hostAndKey("etag-side");
    await admit(server, host, key);
    const before = await server.call("GET", `${url}/${key}`);
    await server.call("PATCH", `/v1/accounts/${owner}/api-keys/${key}`, { body: { status: "inactive" } });
    const after = await server.call("GET", `${url}/${key}`);
    expect(after.body).toMatchObject({ status: "inactive", statusReason: "owner-deactivated", suspendedHere: false });
    expect(after.headers["etag"]).toBe(before.headers["etag"]);
  });

  it("rule 7: doesn't let somebody activate or prolong what holds more than they do", async () => {
    const { host, key, url } = await hostAndKey("escalate");
    const admin = await addKeyWith(server, host, "account.edit-api-keys");
    const wide = await addRole(server, host, ["account.view-audit"]);
    await admit(server, host, key, [wide]);
    const edit = (body: object, as: Credentials = OPERATOR) => server.call("PATCH", `${url}/${key}`, { as, body });
    await edit({ expiresAt: iso(START_MS + DAY_MS) });
    for (const expiresAt of [iso(START_MS + 2 * DAY_MS), null]) {
      expect(expectProblem(await edit({ expiresAt }, admin), 403, "ROLE_NOT_HELD").resource).toBe("account.view-audit");
    }
    expect((await edit({ name: "Renamed", expiresAt: iso(START_MS + 1_000) }, admin)).status).toBe(200);
    expect((await edit({ status: "inactive" }, admin)).status).toBe(200);
    expectProblem(await edit({ status: "active" }, admin), 403, "ROLE_NOT_HELD");
    expect((await edit({ status: "active", roles: [] }, admin)).status).toBe(200);
    expectProblem(await edit({ roles: [wide] }, admin), 403, "ROLE_NOT_HELD");
  });
});

describe("a host", () => {
  it("gives roles, suspends and removes; everything else about the key is its owner's, whom none of this concerns (S8)", async () => {
    const { host, owner, credentials, key, url } = await hostAndKey("mine");
    const as = await addKey(server, host, ["owner"]);
    await admit(server, host, key);
    const seenByOwner = async () => (await server.call("GET", `/v1/accounts/${owner}/api-keys/${key}`)).body;
    const before = await seenByOwner();
    const works = async (account: string) =>
      (await server.call("POST", "/v1/verify", { body: { account, ...credentials } })).body as { valid: boolean };

    const revision = await revisionOf(server);
    for (const [account, code] of [
      [host, "UNKNOWN_KEY"],
      [owner, "UNKNOWN_ACCOUNT"],
    ] as const) {
      const own = `/v1/accounts/${account}/api-keys/${key}`;
      for (const [method, at, body] of [
        ["GET", own],
        ["PATCH", own, { name: "Mine now" }],
        ["PATCH", own, { status: "inactive" }],
        ["DELETE", own],
        ["POST", `${own}/renewal`, {}],
        ["POST", `${own}/renewal/complete`],
        ["DELETE", `${own}/renewal`],
        ["GET", `${own}/hosts`],
        ["GET", `${own}/use`],
      ] as const) {
        expectProblem(await server.call(method, at, { as, ...(body && { body }) }), 404, code);
      }
    }
    for (const body of [{ key: "lk-other-0" }, { owner: host }, { tokens: [] }, { addedBy: as.key }]) {
      expectProblem(await server.call("PATCH", `${url}/${key}`, { as, body }), 422, "INVALID_INPUT");
    }
    expect(await revisionOf(server)).toBe(revision);

    for (const body of [{ roles: ["oms-read-only"] }, { roles: [] }, { name: "Ours" }, { status: "inactive" }]) {
      expect((await server.call("PATCH", `${url}/${key}`, { as, body })).status).toBe(200);
      expect(await seenByOwner()).toEqual(before);
    }
    expect([await works(host), await works(owner)]).toMatchObject([{ valid: false }, { valid: true }]);
    expect((await server.call("DELETE", `${url}/${key}`, { as })).status).toBe(204);
    expect(await seenByOwner()).toEqual({ ...(before as object), hostCount: 0 });
    expect(await works(owner)).toMatchObject({ valid: true });
  });
});

describe("removing", () => {
  it("takes the key out of this account alone, and lets it be added again", async () => {
    const { host, owner, key, url } = await hostAndKey("remove");
    await addAccounts(server, "remove-other");
    await admit(server, host, key);
    await admit(server, "remove-other", key);
    const removed = await server.call("DELETE", `${url}/${key}`);
    expect(removed).toMatchObject({ status: 204, text: "" });
    expectProblem(await server.call("DELETE", `${url}/${key}`), 404, "UNKNOWN_KEY");
    expectProblem(await server.call("GET", `${url}/${key}`), 404, "UNKNOWN_KEY");
    expect((await server.call("GET", `/v1/accounts/remove-other/external-keys/${key}`)).status).toBe(200);
    expect((await server.call("GET", `/v1/accounts/${owner}/api-keys/${key}`)).body).toMatchObject({ hostCount: 1 });
    await admit(server, host, key);
  });

  it("still works for a key that its owner has deleted, which can't be added again", async () => {
    const { host, owner, key, url } = await hostAndKey("tombstone");
    await admit(server, host, key);
    await server.call("DELETE", `/v1/accounts/${owner}/api-keys/${key}`);
    expect((await server.call("GET", `${url}/${key}`)).body).toMatchObject({ statusReason: "owner-deleted" });
    expect((await server.call("DELETE", `${url}/${key}`)).status).toBe(204);
    const again = await server.call("POST", url, { body: { key, name: "n", roles: [] } });
    expectProblem(again, 404, "UNKNOWN_KEY");
  });
});
