import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestServer, type Credentials, OPERATOR_TOKEN, type TestServer } from "../test-server.ts";
import {
  addKey,
  addOperator,
  addKeyWith,
  addUser,
  beginReset,
  expectProblem,
  expectProblemForm,
  invite,
  PASSWORD,
  revisionOf,
  signIn,
  UNISSUED_KEY,
} from "./test-fixtures.ts";
import { LOST_TOKEN } from "./test-mutations.ts";
import { addWorld, samplesOf, type World } from "./test-routes.ts";
import type { Sample } from "./test-sample.ts";

/**
 * What each operation asks for: a resource in the account, being an operator, a service, a person in the console, or known; a sign-in
 * that waits for a code; being an operator or a service; nothing; a gateway that stands in between (see `routes/verify/authorize.test.ts`);
 * or a client in OAuth's sense (see `doors/oauth/oauth.test.ts`).
 */
const NEEDS: Readonly<Record<string, string>> = {
  verify: "account.verify-api-keys",
  verifyBatch: "account.verify-api-keys",
  authorize: "gateway",
  explain: "account.view-api-keys",
  evaluateAccess: "account.verify-api-keys",
  evaluateAccesses: "account.verify-api-keys",
  getAuthzenConfiguration: "nothing",
  issueAccessToken: "client",
  introspectAccessToken: "client",
  revokeAccessToken: "client",
  getJwks: "nothing",
  getOauthMetadata: "nothing",
  streamChanges: "service",
  countUse: "service or operator",
  listExternalKeys: "account.view-api-keys",
  lookUpExternalKey: "account.edit-api-keys",
  admitExternalKey: "account.edit-api-keys",
  getExternalKey: "account.view-api-keys",
  editExternalKey: "account.edit-api-keys",
  reportExternalKeyUse: "account.view-api-keys",
  removeExternalKey: "account.edit-api-keys",
  listApiKeys: "account.view-api-keys",
  generateApiKey: "account.edit-api-keys",
  getApiKey: "account.view-api-keys",
  editApiKey: "account.edit-api-keys",
  listKeyHosts: "account.view-api-keys",
  reportKeyUse: "account.view-api-keys",
  renewApiToken: "account.renew-api-token",
  completeRenewal: "account.renew-api-token",
  undoRenewal: "account.renew-api-token",
  listTokenLinks: "account.view-api-keys",
  voidTokenLink: "account.renew-api-token",
  revealTokenLink: "nothing",
  deleteApiKey: "account.edit-api-keys",
  exportApiKeys: "account.view-api-keys",
  getApiKeySettings: "account.view-api-keys",
  editApiKeySettings: "account.edit-api-keys-settings",
  listWebhooks: "account.edit-api-keys-settings",
  createWebhook: "account.edit-api-keys-settings",
  getWebhook: "account.edit-api-keys-settings",
  editWebhook: "account.edit-api-keys-settings",
  rotateWebhookSecret: "account.edit-api-keys-settings",
  testWebhook: "account.edit-api-keys-settings",
  listWebhookDeliveries: "account.edit-api-keys-settings",
  replayWebhookDelivery: "account.edit-api-keys-settings",
  deleteWebhook: "account.edit-api-keys-settings",
  importApiKeys: "operator",
  importExternalKeys: "operator",
  listAccounts: "known",
  createAccount: "operator",
  getAccount: "member",
  editAccount: "operator",
  getAccess: "member",
  listResources: "known",
  replaceCatalog: "operator",
  listGaps: "operator",
  exportGaps: "operator",
  listRoles: "account.view-roles",
  createRole: "account.edit-roles",
  getRole: "account.view-roles",
  getRoleUse: "account.view-roles",
  editRole: "account.edit-roles",
  deleteRole: "account.edit-roles",
  listUsers: "account.view-users",
  addUser: "account.edit-users",
  getUser: "account.view-users",
  editUser: "account.edit-users",
  endUserSessions: "account.edit-users",
  beginPasswordReset: "account.edit-users",
  lookUpPasswordReset: "nothing",
  resetPassword: "nothing",
  removeUser: "account.edit-users",
  listInvitations: "account.view-users",
  inviteUser: "account.edit-users",
  getInvitation: "account.view-users",
  renewInvitation: "account.edit-users",
  withdrawInvitation: "account.edit-users",
  lookUpInvitation: "nothing",
  acceptInvitation: "nothing",
  listOperators: "operator",
  addOperator: "operator",
  removeOperator: "operator",
  beginOperatorPasswordReset: "operator",
  listChanges: "operator",
  listServiceKeys: "operator",
  generateServiceKey: "operator",
  deleteServiceKey: "operator",
  listAuditEvents: "account.view-audit",
  exportAuditEvents: "account.view-audit",
  verifyAuditEvents: "account.view-audit",
  getAuditHead: "account.view-audit",
  listPlatformAuditEvents: "operator",
  exportPlatformAuditEvents: "operator",
  verifyPlatformAuditEvents: "operator",
  getPlatformAuditHead: "operator",
  getSession: "nothing",
  signIn: "nothing",
  signInByCode: "pending",
  signOut: "nothing",
  getProfile: "person",
  editProfile: "person",
  changePassword: "person",
  startTwoFactor: "person",
  confirmTwoFactor: "person",
  replaceRecoveryCodes: "person",
  disableTwoFactor: "person",
  listOwnSessions: "person",
  endOwnSession: "person",
  endOtherSessions: "person",
  getHealth: "nothing",
  getReadiness: "nothing",
  getMetrics: "service or operator",
};
const needing = (isWanted: (need: string) => boolean) =>
  Object.keys(NEEDS).filter((operationId) => isWanted(NEEDS[operationId] ?? ""));
const asksWho = (need: string) => !["nothing", "gateway", "pending", "client"].includes(need);
const withResource = needing((need) => need.startsWith("account."));

let server: TestServer;
let world: World;

beforeAll(async () => {
  server = await createTestServer();
  world = await addWorld(server, "acme");
});

afterAll(() => server.close());

/** A request of the operation, which gives no roles: nobody lacks what they would give. */
function sampleOf(operationId: string): Sample {
  const found = samplesOf(world).find((sample) => sample.operationId === operationId);
  if (!found) throw new Error(`no sample of ${operationId}`);
  return { ...found, ...(found.body?.["roles"] ? { body: { ...found.body, roles: [] } } : {}) };
}

const send = (operationId: string, as: Credentials | null, headers: Record<string, string> = {}) => {
  const { body, method, url } = sampleOf(operationId);
  return server.call(method, url, { as, headers, ...(body === undefined ? {} : { body }) });
};

const basic = (key: string, token: string) => ({
  authorization: `Basic ${Buffer.from(`${key}:${token}`).toString("base64")}`,
});

it("says of every operation what it needs", () => {
  const operations = samplesOf(world).map(({ operationId }) => operationId);
  expect(Object.keys(NEEDS).toSorted()).toStrictEqual(operations.toSorted());
});

describe("an API key", () => {
  it("is taken in each form in which it may be sent", async () => {
    const { key, token } = await addKey(server, "acme");
    const forms: Record<string, string>[] = [
      { "x-api-key": key, "x-api-token": token },
      { "X-VTEX-API-AppKey": key, "X-VTEX-API-AppToken": token },
      { "X-API-Key": key, "X-VTEX-API-AppToken": token },
      basic(key, token),
      { authorization: basic(key, token).authorization.replace("Basic", "basic") },
    ];
    for (const headers of forms) {
      expect(await server.call("GET", "/v1/accounts", { as: null, headers })).toMatchObject({
        status: 200,
        body: { items: [{ name: "acme" }] },
      });
    }
  });

  it("counts before whatever else is sent, and never falls back to it", async () => {
    const { key } = await addKey(server, "acme");
    const operator = { authorization: `Bearer ${OPERATOR_TOKEN}` };
    const session = await signIn(server, world.user);
    for (const headers of [operator, session]) {
      const wrong = { ...headers, "x-api-key": key, "x-api-token": LOST_TOKEN };
      expectProblem(await server.call("GET", "/v1/accounts", { as: null, headers: wrong }), 401, "UNAUTHENTICATED");
    }
    const wrongBearer = { ...session, authorization: "Bearer nothing" };
    const answer = await server.call("GET", "/v1/accounts", { as: null, headers: wrongBearer });
    expectProblem(answer, 401, "UNAUTHENTICATED");
  });
});

describe("rule 13: a credential that isn't right", () => {
  it("gets one and the same answer on every route, whatever is wrong with it", async () => {
    const { key, token } = await addKey(server, "acme", ["owner"]);
    const deleted = await addKey(server, "acme", ["owner"]);
    await server.call("DELETE", `/v1/accounts/acme/api-keys/${deleted.key}`);
    const removed = await addUser(server, "acme", ["owner"]);
    const { cookie } = await signIn(server, removed);
    await server.call("DELETE", `/v1/accounts/acme/users/${removed.id}`);
    const wrong: Record<string, string>[] = [
      {},
      { "x-api-key": UNISSUED_KEY, "x-api-token": token },
      { "x-api-key": key, "x-api-token": LOST_TOKEN },
      { "x-api-key": deleted.key, "x-api-token": deleted.token },
      { "x-api-key": key, "x-api-token": deleted.token },
      { "x-api-key": key.toLowerCase(), "x-api-token": token },
      { "x-api-key": key, "x-api-token": `${token}x` },
      { "x-api-key": token, "x-api-token": key },
      { "x-api-key": key },
      { "x-api-token": token },
      { "x-api-key": "", "x-api-token": "" },
      basic(key, LOST_TOKEN),
      basic(UNISSUED_KEY, token),
      { authorization: "Basic" },
      { authorization: "Basic !!!" },
      { authorization: `Basic ${Buffer.from(key).toString("base64")}` },
      { authorization: `Bearer ${token}` },
      { authorization: "Bearer" },
      { authorization: `Bearer ${OPERATOR_TOKEN}x` },
      { authorization: `Bearer ${OPERATOR_TOKEN.slice(0, -1)}` },
      { authorization: `Bearer ${LOST_TOKEN.replace("lkt_", "lks_")}` },
      { authorization: `Digest username="x"` },
      { authorization: OPERATOR_TOKEN },
      { cookie },
      { cookie: "latchkey-session=made-up.signature" },
      { cookie: `${cookie.slice(0, -3)}AAA` },
      { cookie: "latchkey-session=" },
      { cookie: "other=1" },
    ];
    const before = await revisionOf(server);
    const answers = new Set<string>();
    for (const operationId of needing(asksWho)) {
      for (const headers of wrong) {
        const answer = await send(operationId, null, { ...headers, origin: "http://localhost" });
        const { date: _date, ...visible } = answer.headers;
        answers.add(JSON.stringify([visible, { ...expectProblem(answer, 401, "UNAUTHENTICATED"), requestId: "" }]));
        expect(answer.headers["www-authenticate"]).toContain("Basic");
      }
    }
    expect([...answers]).toHaveLength(1);
    expect(await revisionOf(server)).toBe(before);
    expect(server.log.join("")).not.toContain(token);
  });
});

describe("rule 4: a right credential", () => {
  it("of an inactive key opens nothing and says why", async () => {
    await addWorld(server, "asleep");
    const as = await addKey(server, "asleep", ["owner"]);
    const read = () => server.call("GET", "/v1/accounts/asleep", { as });
    await server.call("PATCH", `/v1/accounts/asleep/api-keys/${as.key}`, { body: { status: "inactive" } });
    expectProblem(await read(), 403, "KEY_INACTIVE");
    await server.call("PATCH", `/v1/accounts/asleep/api-keys/${as.key}`, { body: { status: "active" } });
    expect((await read()).status).toBe(200);
  });
});

describe("who may do what", () => {
  it.each(withResource)("%s asks for its resource by name, of keys and of people", async (operationId) => {
    const before = await revisionOf(server);
    const actors = [await addKey(server, "acme"), await signIn(server, await addUser(server, "acme", []))];
    const afterActors = await revisionOf(server);
    expect(afterActors).toBeGreaterThan(before);
    for (const as of actors) {
      const problem = expectProblem(await send(operationId, as), 403, "FORBIDDEN");
      expect(problem.resource).toBe(NEEDS[operationId]);
      expect(problem.detail).toContain(NEEDS[operationId]);
    }
    expect(await revisionOf(server)).toBe(afterActors);
  });

  it.each(needing((need) => need === "operator"))("%s is for operators alone", async (operationId) => {
    const { body } = await server.call<{ token: string }>("POST", "/v1/service-keys", { body: { name: "n" } });
    const actors = [await addKey(server, "acme", ["owner"]), await signIn(server, world.user), { bearer: body.token }];
    const before = await revisionOf(server);
    for (const as of actors) expectProblem(await send(operationId, as), 403, "FORBIDDEN");
    expect(await revisionOf(server)).toBe(before);
  });

  it.each(needing((need) => need === "person"))("%s is for people in the console alone", async (operationId) => {
    const { body } = await server.call<{ token: string }>("POST", "/v1/service-keys", { body: { name: "n" } });
    const actors = [await addKey(server, "acme", ["owner"]), { bearer: body.token }, { bearer: OPERATOR_TOKEN }];
    const before = await revisionOf(server);
    for (const as of actors) expectProblem(await send(operationId, as), 403, "FORBIDDEN");
    expect(await revisionOf(server)).toBe(before);
  });

  it.each(needing((need) => need === "service or operator"))(
    "%s is for services and operators",
    async (operationId) => {
      const actors = [await addKey(server, "acme", ["owner"]), await signIn(server, world.user)];
      for (const as of actors) expectProblem(await send(operationId, as), 403, "FORBIDDEN");
      expect((await send(operationId, { bearer: OPERATOR_TOKEN })).status).toBeLessThan(300);
    },
  );

  it.each(needing((need) => need === "service"))("%s is for services and the operator token", async (operationId) => {
    const actors = [
      await addKey(server, "acme", ["owner"]),
      await signIn(server, world.user),
      await signIn(server, await addOperator(server)),
    ];
    for (const as of actors) expectProblem(await send(operationId, as), 403, "FORBIDDEN");
  });

  it("lets a service key verify in every account, follow changes, see the catalog and read metrics, and nothing else", async () => {
    const { body } = await server.call<{ token: string }>("POST", "/v1/service-keys", { body: { name: "n" } });
    const as = { bearer: body.token };
    const allowed = ["verify", "verifyBatch", "streamChanges", "countUse", "listResources"];
    allowed.push("evaluateAccess", "evaluateAccesses", "getMetrics");
    for (const operationId of needing(asksWho)) {
      const answer = await send(operationId, as);
      if (!allowed.includes(operationId)) expectProblem(answer, 403, "FORBIDDEN");
      expect(answer.status === 200 || answer.status === 204).toBe(allowed.includes(operationId));
    }
  });

  it("refuses each operation without credentials, but those that ask for none", async () => {
    for (const operationId of needing((need) => need === "nothing")) {
      const answer = await send(operationId, null, { origin: "http://localhost" });
      expect([200, 204]).toContain(answer.status);
    }
    expect((await server.call("GET", "/openapi.json", { as: null })).status).toBe(200);
  });

  // Last, as these delete what the others name.
  it.each(withResource)("%s is done by who holds just that resource", async (operationId) => {
    const as = await addKeyWith(server, "acme", NEEDS[operationId] ?? "");
    const answer = await send(operationId, as);
    expect({ status: answer.status, body: answer.body }).toMatchObject({
      status: expect.toSatisfy((status: number) => status >= 200 && status < 300) as number,
    });
  });
});

it("rule 12: refuses a key, a service key, and who is signed in, once what this node knows is too old; operators not", async () => {
  const as = await addKey(server, "acme", ["owner"]);
  const person = await addUser(server, "acme", ["owner"]);
  const session = await signIn(server, person);
  const operator = await signIn(server, await addOperator(server));
  const reset = await beginReset(server, "acme", person.id);
  const invitation = await invite(server, "acme", ["owner"]);
  const byLink = (path: string, { id, secret }: { id: string; secret: string }) =>
    server.call("POST", path.replace("{id}", id), { as: null, body: { secret, password: PASSWORD } });
  server.clock.monotonicMs += 61_000;
  try {
    const answer = await server.call("GET", "/v1/accounts/acme", { as });
    expectProblem(answer, 503, "STALE");
    expect(answer.headers["retry-after"]).toBe("1");
    expectProblem(await server.call("POST", "/v1/verify", { body: { account: "acme", ...as } }), 503, "STALE");
    expectProblem(await server.call("GET", "/v1/accounts/acme", { as: session }), 503, "STALE");
    expect((await server.call("GET", "/v1/accounts/acme", { as: operator })).status).toBe(200);
    // Whether somebody may still give what their link gives is among what the node knows.
    expectProblem(await byLink("/v1/invitations/{id}/accept", invitation), 503, "STALE");
    expectProblem(await byLink("/v1/password-resets/{id}/use", reset), 503, "STALE");
    expect(await server.call("GET", "/readyz")).toMatchObject({ status: 503, body: { status: "stale" } });
  } finally {
    await server.follower.poll();
  }
  expectProblemForm(await server.call("GET", "/v1/accounts/none", { as }));
  for (const who of [as, session]) {
    expect((await server.call("GET", "/v1/accounts/acme", { as: who })).status).toBe(200);
  }
  expect((await byLink("/v1/password-resets/{id}/use", reset)).status).toBe(204);
});
