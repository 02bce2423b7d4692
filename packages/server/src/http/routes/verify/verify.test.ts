import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestServer, type Credentials, START_MS, type TestServer } from "../../../test-server.ts";
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
import { LOST_TOKEN } from "../../test-mutations.ts";

let server: TestServer;

beforeAll(async () => {
  server = await createTestServer();
  await loadCatalog(server);
});

afterAll(() => server.close());

const ask = (question: object) => server.call<{ code: string }>("POST", "/v1/verify", { body: question });

/** A host that admitted an owner's key with the role `oms-read-only`. */
async function admitted(name: string): Promise<{ host: string; owner: string; credentials: KeyCredentials }> {
  const [host, owner] = [`${name}-host`, `${name}-owner`];
  await addAccounts(server, host, owner);
  const credentials = await addKey(server, owner, ["owner"], "The owner's name");
  await admit(server, host, credentials.key, ["oms-read-only"], "The host's name");
  return { host, owner, credentials };
}

describe("the answer", () => {
  it("to what is allowed says who it is, in the host's words", async () => {
    const { credentials, host, owner } = await admitted("allowed");
    const question = { account: host, ...credentials, resource: "oms.view-order", ip: "2001:db8::1" };
    const revision = await revisionOf(server);
    await server.follower.poll();
    expect(await ask(question)).toMatchObject({ status: 200 });
    expect((await ask(question)).body).toStrictEqual({
      valid: true,
      code: "VALID",
      account: host,
      key: credentials.key,
      owner,
      external: true,
      name: "The host's name",
      roles: ["oms-read-only"],
      revision,
    });
    const expanded = await ask({ ...question, expand: ["resources"] });
    const resources = (expanded.body as unknown as { resources: string[] }).resources;
    expect(resources).toContain("oms.view-order");
    expect(resources).not.toContain("account.view-api-keys");
  });

  it("names the key, its owner and the host's own name for it, whatever it is, so that a history can say who it was (S9)", async () => {
    const { credentials, host, owner } = await admitted("history");
    const atOwner = `/v1/accounts/${owner}/api-keys/${credentials.key}`;
    const admission = `/v1/accounts/${host}/external-keys/${credentials.key}`;
    const subject = { account: host, key: credentials.key, owner, external: true, name: "The host's name" };
    const expectNamed = async (code: string) =>
      expect((await ask({ account: host, ...credentials, resource: "oms.view-order" })).body).toMatchObject({
        code,
        ...subject,
      });
    await expectNamed("VALID");
    // Each of what comes first stays, so that it is the next that answers.
    const acts = [
      [admission, { roles: [] }, "RESOURCE_DENIED"],
      [admission, { requestsPerMinute: 1 }, "RESOURCE_DENIED"],
      [admission, { name: "The host's name" }, "RATE_LIMITED"],
      [admission, { status: "inactive" }, "EXTERNAL_KEY_INACTIVE"],
      [atOwner, { status: "inactive", name: "Renamed by its owner" }, "KEY_INACTIVE"],
      [`/v1/accounts/${owner}`, { status: "suspended" }, "OWNER_SUSPENDED"],
      [`/v1/accounts/${host}`, { status: "suspended" }, "ACCOUNT_SUSPENDED"],
    ] as const;
    for (const [url, body, code] of acts) {
      expect((await server.call("PATCH", url, { body })).status).toBe(200);
      await expectNamed(code);
    }
    const own = await ask({ account: owner, ...credentials });
    expect(own.body).toMatchObject({ owner, external: false, name: "Renamed by its owner" });
    // To whoever hasn't admitted it, no name of anybody's.
    await addAccounts(server, "history-other");
    const elsewhere = await ask({ account: "history-other", ...credentials });
    expect(elsewhere.body).toStrictEqual({
      valid: false,
      code: "OWNER_SUSPENDED",
      account: "history-other",
      key: credentials.key,
      owner,
      external: true,
      revision: expect.any(Number) as number,
    });
  });

  it("rule 5: in its own account goes by the owner's roles, and by the host's in the host's", async () => {
    const { credentials, host, owner } = await admitted("roles");
    const question = { ...credentials, resource: "account.edit-users" };
    expect((await ask({ ...question, account: owner })).body).toMatchObject({
      code: "VALID",
      external: false,
      name: "The owner's name",
      roles: ["owner"],
    });
    expect((await ask({ ...question, account: host })).body).toMatchObject({ code: "RESOURCE_DENIED" });
  });

  it("to a refusal names the key only once its token is proven", async () => {
    const { credentials, host, owner } = await admitted("refused");
    const { key } = credentials;
    const denied = await ask({ account: host, ...credentials, resource: "no.such-resource" });
    expect(denied.body).toStrictEqual({
      valid: false,
      code: "RESOURCE_DENIED",
      account: host,
      key,
      owner,
      external: true,
      name: "The host's name",
      revision: expect.any(Number) as number,
    });
    const unproven = [
      { key, token: LOST_TOKEN },
      { key: UNISSUED_KEY, token: credentials.token },
      { key: credentials.token, token: key },
      { key: key.toLowerCase(), token: credentials.token },
      { key: ` ${key}`, token: credentials.token },
      { key, token: `${credentials.token} ` },
      { key: "", token: "" },
    ];
    for (const wrong of unproven) {
      for (const account of [host, owner, "no-such-account"]) {
        const { body, status } = await ask({ account, ...wrong, resource: "oms.view-order" });
        expect({ status, body }).toStrictEqual({
          status: 200,
          body: { valid: false, code: "INVALID_CREDENTIALS", revision: expect.any(Number) as number },
        });
      }
    }
    expect(server.log.join("")).not.toContain(credentials.token);
  });
});

describe("each decision", () => {
  it("is in force before the reply to what brought it about (rules 4, 10, 12)", async () => {
    const { credentials, host, owner } = await admitted("decisions");
    const own = `/v1/accounts/${owner}/api-keys/${credentials.key}`;
    const admission = `/v1/accounts/${host}/external-keys/${credentials.key}`;
    const code = async (account = host) =>
      (await ask({ account, ...credentials, resource: "oms.view-order" })).body.code;
    const patch = async (url: string, body: object) => {
      expect((await server.call("PATCH", url, { body })).status).toBe(200);
      return code();
    };

    expect(await code()).toBe("VALID");
    expect(await code("no-such-account")).toBe("UNKNOWN_ACCOUNT");
    expect(await patch(admission, { status: "inactive" })).toBe("EXTERNAL_KEY_INACTIVE");
    expect(await code(owner)).toBe("VALID");
    expect(await patch(own, { status: "inactive" })).toBe("KEY_INACTIVE");
    expect(await patch(`/v1/accounts/${owner}`, { status: "suspended" })).toBe("OWNER_SUSPENDED");
    expect(await patch(`/v1/accounts/${host}`, { status: "suspended" })).toBe("ACCOUNT_SUSPENDED");
    expect(await patch(`/v1/accounts/${host}`, { status: "active" })).toBe("OWNER_SUSPENDED");
    expect(await patch(`/v1/accounts/${owner}`, { status: "active" })).toBe("KEY_INACTIVE");
    expect(await patch(own, { status: "active" })).toBe("EXTERNAL_KEY_INACTIVE");
    expect(await patch(admission, { status: "active", roles: [] })).toBe("RESOURCE_DENIED");
    expect(await patch(admission, { roles: ["oms-read-only"] })).toBe("VALID");
    expect((await server.call("DELETE", admission)).status).toBe(204);
    expect(await code()).toBe("NOT_ADMITTED");
    expect((await server.call("DELETE", own)).status).toBe(204);
    expect(await code()).toBe("INVALID_CREDENTIALS");
  });

  it("lets an admission end at its expiry, to the millisecond, and lists it as such", async () => {
    const { credentials, host } = await admitted("expiry");
    const url = `/v1/accounts/${host}/external-keys/${credentials.key}`;
    const expiresAtMs = START_MS + 60_000;
    await server.call("PATCH", url, { body: { expiresAt: new Date(expiresAtMs).toISOString() } });
    const code = async () => (await ask({ account: host, ...credentials })).body.code;
    server.clock.wallMs += 59_999;
    server.clock.monotonicMs += 59_999;
    await server.follower.poll();
    expect(await code()).toBe("VALID");
    server.clock.wallMs += 1;
    server.clock.monotonicMs += 1;
    expect(await code()).toBe("EXTERNAL_KEY_EXPIRED");
    expect((await server.call("GET", url)).body).toMatchObject({ status: "inactive", statusReason: "expired" });
    const list = await server.call("GET", `/v1/accounts/${host}/external-keys?status=active`);
    expect(list.body).toMatchObject({ total: 0 });
  });
});

describe("how long a service may remember an answer", () => {
  interface Answer {
    readonly code: string;
    readonly validity?: { readonly epoch: string; readonly tokenId: string; readonly maxAgeMs: number | null };
  }
  const validityOf = async (question: object, as?: Credentials) => {
    const body = { ...question, expand: ["validity"] };
    const answer = await server.call<Answer>("POST", "/v1/verify", { body, ...(as ? { as } : {}) });
    expect(answer.status).toBe(200);
    return answer.body.validity;
  };

  it("is as long as no change concerns it, or until a token or an admission ends, whichever comes first", async () => {
    const { credentials, host, owner } = await admitted("validity");
    const question = { account: host, ...credentials };
    expect(await validityOf(question)).toStrictEqual({
      epoch: server.judge.directory.position?.epoch,
      tokenId: server.judge.directory.key(credentials.key)?.current?.id,
      maxAgeMs: null,
    });
    const url = `/v1/accounts/${host}/external-keys/${credentials.key}`;
    const inADay = server.clock.wallMs + 86_400_000;
    await server.call("PATCH", url, { body: { expiresAt: new Date(inADay).toISOString() } });
    expect(await validityOf(question)).toMatchObject({ maxAgeMs: 86_400_000 });
    expect(await validityOf({ ...question, account: owner })).toMatchObject({ maxAgeMs: null });
    await server.call("PATCH", `/v1/accounts/${owner}/api-key-settings`, {
      body: { enforcement: "expire", renewalMonths: 3 },
    });
    expect(await validityOf({ ...question, account: owner })).toMatchObject({ maxAgeMs: expect.any(Number) as number });
    expect(await validityOf(question)).toMatchObject({ maxAgeMs: 86_400_000 });
    server.clock.wallMs += 86_400_000;
    const afterExpiry = await validityOf(question);
    expect(afterExpiry?.maxAgeMs).toBeGreaterThan(86_400_000);
  });

  it("is said of refusals too, but of no credential that wasn't proven, and to nobody who can't hear of changes", async () => {
    const { credentials, host, owner } = await admitted("remembered");
    const denied = { account: host, ...credentials, resource: "no.such-resource" };
    expect(await validityOf(denied)).toMatchObject({ maxAgeMs: null });
    expect(await validityOf({ ...credentials, account: "no-such-account" })).toMatchObject({ maxAgeMs: null });
    expect(await validityOf({ account: host, ...credentials, token: LOST_TOKEN })).toBeUndefined();
    expect(await validityOf({ account: owner, ...credentials }, credentials)).toBeUndefined();
    expect((await ask({ account: owner, ...credentials })).body).not.toHaveProperty("validity");
  });
});

describe("who may ask", () => {
  it("is a key that holds account.verify-api-keys in the account asked about, its own or one that admitted it", async () => {
    const { credentials, host, owner } = await admitted("asker");
    const as = await addKeyWith(server, owner, "account.verify-api-keys");
    const askAs = (account: string) => server.call("POST", "/v1/verify", { as, body: { account, ...credentials } });
    expect(await askAs(owner)).toMatchObject({ status: 200, body: { valid: true } });
    expectProblem(await askAs(host), 404, "UNKNOWN_ACCOUNT");
    await admit(server, host, as.key);
    expect(expectProblem(await askAs(host), 403, "FORBIDDEN").resource).toBe("account.verify-api-keys");
    const roles = ["user-administrator-restricted"];
    await server.call("PATCH", `/v1/accounts/${host}/external-keys/${as.key}`, { body: { roles } });
    expect(await askAs(host)).toMatchObject({ status: 200, body: { valid: true, account: host } });
  });
});
