import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import {
  addAccounts,
  addKey,
  addKeyWith,
  admit,
  expectProblem,
  type KeyCredentials,
  loadCatalog,
  UNISSUED_KEY,
} from "../../http/test-fixtures.ts";
import { LOST_TOKEN } from "../../http/test-mutations.ts";
import { type CallOptions, createTestServer, type Credentials, type TestServer } from "../../test-server.ts";

interface Answer {
  readonly decision: boolean;
  readonly context?: Readonly<Record<string, unknown>>;
}

let server: TestServer;
let service: Credentials;
let credentials: KeyCredentials;

beforeAll(async () => {
  server = await createTestServer({ publicUrl: "https://keys.example.com" });
  await loadCatalog(server);
  await addAccounts(server, "partner", "acme", "zoom");
  credentials = await addKey(server, "partner", ["owner"]);
  await admit(server, "acme", credentials.key, ["oms-read-only"], "Partner of ours");
  const { body } = await server.call<{ token: string }>("POST", "/v1/service-keys", { body: { name: "PEP" } });
  service = { bearer: body.token };
});

afterAll(() => server.close());

const subject = ({ key, token } = credentials) => ({ type: "api-key", id: key, properties: { token } });
const account = (id = "acme") => ({ type: "account", id });
const action = (name: string) => ({ name });

const evaluate = <Body = Answer>(body: object, options: CallOptions = {}) =>
  server.call<Body>("POST", "/access/v1/evaluation", { as: service, body, ...options });
const evaluateAll = (body: object, options: CallOptions = {}) =>
  server.call<{ evaluations: Answer[] }>("POST", "/access/v1/evaluations", { as: service, body, ...options });

describe("access evaluation", () => {
  it("is a verification: the subject is the key, the resource the account, the action what the roles open", async () => {
    const answer = await evaluate({
      subject: subject(),
      action: action("oms.view-order"),
      resource: account(),
      context: { time: "1985-10-26T01:22-07:00" },
    });
    expect(answer.status).toBe(200);
    expect(answer.headers["content-type"]).toContain("application/json");
    expect(answer.body).toStrictEqual({
      decision: true,
      context: {
        code: "VALID",
        account: "acme",
        key: credentials.key,
        owner: "partner",
        external: true,
        name: "Partner of ours",
        roles: ["oms-read-only"],
        revision: expect.any(Number) as number,
      },
    });
    expect(answer.text).not.toContain(credentials.token);
  });

  it("rule 8: tells a host's own key nothing of what is left of the owner's limit, and a service all", async () => {
    const limited = await addKey(server, "partner", ["owner"]);
    await admit(server, "acme", limited.key, ["oms-read-only"], "Limited");
    const url = `/v1/accounts/partner/api-keys/${limited.key}`;
    expect((await server.call("PATCH", url, { body: { requestsPerMinute: 100 } })).status).toBe(200);
    const asker = await addKeyWith(server, "acme", "account.verify-api-keys");
    const question = { subject: subject(limited), action: action("oms.view-order"), resource: account() };
    const told = await evaluate(question);
    expect(told.body.context).toMatchObject({ rateLimit: { setBy: "owner", limit: 100 } });
    const one = await evaluate(question, { as: asker });
    const many = await evaluateAll({ evaluations: [question] }, { as: asker });
    for (const answer of [one.body, ...many.body.evaluations]) {
      expect(answer).toMatchObject({ decision: true, context: { code: "VALID" } });
      expect(answer.context).not.toHaveProperty("rateLimit");
    }
  });

  it("says no with 200, and to the administrator why", async () => {
    const denied = await evaluate({ subject: subject(), action: action("oms.cancel-order"), resource: account() });
    expect(denied).toMatchObject({
      status: 200,
      body: {
        decision: false,
        context: { code: "RESOURCE_DENIED", reason_admin: { en: expect.any(String) as string }, owner: "partner" },
      },
    });
    const elsewhere = await evaluate({ subject: subject(), action: action("access"), resource: account("zoom") });
    expect(elsewhere.body).toMatchObject({ decision: false, context: { code: "NOT_ADMITTED" } });
  });

  it("asks by the action access whether the account is open at all", async () => {
    const { body } = await evaluate({ subject: subject(), action: action("access"), resource: account() });
    expect(body).toMatchObject({ decision: true, context: { code: "VALID" } });
  });

  it("rule 13: tells nothing of a wrong credential, and decides nothing without a token", async () => {
    const wrong = [
      subject({ key: credentials.key, token: LOST_TOKEN }),
      subject({ key: UNISSUED_KEY, token: credentials.token }),
      subject({ key: credentials.token, token: credentials.key }),
      subject({ key: "", token: "" }),
    ];
    const answers = new Set<string>();
    for (const one of wrong) {
      const answer = await evaluate({ subject: one, action: action("access"), resource: account() });
      expect(answer).toMatchObject({
        status: 200,
        body: { decision: false, context: { code: "INVALID_CREDENTIALS" } },
      });
      answers.add(answer.text);
    }
    expect([...answers]).toHaveLength(1);
    for (const key of [credentials.key, UNISSUED_KEY]) {
      const bare = { type: "api-key", id: key };
      const { body } = await evaluate({ subject: bare, action: action("access"), resource: account() });
      expect(body).toMatchObject({ decision: false, context: { code: "TOKEN_NEEDED" } });
      expect(body.context).not.toHaveProperty("owner");
    }
    expect(server.log.join("")).not.toContain(credentials.token);
  });

  it("says no to subjects and resources of other types", async () => {
    const user = { ...subject(), type: "user" };
    const asUser = await evaluate({ subject: user, action: action("access"), resource: account() });
    expect(asUser.body).toMatchObject({ decision: false, context: { code: "UNSUPPORTED_SUBJECT" } });
    const document = { type: "document", id: "acme" };
    const onDocument = await evaluate({ subject: subject(), action: action("access"), resource: document });
    expect(onDocument.body).toMatchObject({ decision: false, context: { code: "UNSUPPORTED_RESOURCE" } });
  });

  it("overlooks fields that it doesn't know", async () => {
    const { body } = await evaluate({
      subject: { ...subject(), problem: "none", properties: { ...subject().properties, department: ["Sales"] } },
      action: { name: "access", properties: { method: "GET" } },
      resource: { ...account(), properties: { library: { isbn: "1" } } },
      page: { size: 1 },
    });
    expect(body).toMatchObject({ decision: true });
  });

  it("refuses an address that can't be read, rather than overlook it", async () => {
    const from = (ip_address: unknown) => ({
      subject: { ...subject(), properties: { ...subject().properties, ip_address } },
      action: action("access"),
      resource: account(),
    });
    for (const address of ["203.0.113.9", "2001:db8::1"]) {
      expect((await evaluate(from(address))).body).toMatchObject({ decision: true });
    }
    for (const address of ["203.0.113.9:443", "203.0.113.0/24", "localhost", "", null, 7]) {
      const problem = expectProblem(await evaluate(from(address)), 400, "MALFORMED_REQUEST");
      expect(problem.errors?.map(({ path }) => path)).toContain("/subject/properties/ip_address");
      const evaluations = [from(address), from("203.0.113.9")];
      const { body } = await evaluateAll({ evaluations });
      expect(body.evaluations.map(({ decision }) => decision)).toStrictEqual([false, true]);
      expect(body.evaluations[0]?.context).toMatchObject({ error: { status: 400 } });
    }
  });

  it("rule 2: refuses a token in another field, as the specification's 400, and keeps it nowhere", async () => {
    const question = { subject: subject(), action: action("access"), resource: account() };
    const misplaced = { ...question, context: { note: `it is ${credentials.token}` } };
    for (const answer of [
      await evaluate(misplaced),
      await evaluateAll(misplaced),
      await evaluateAll({ evaluations: [question, misplaced] }),
    ]) {
      const problem = expectProblem(answer, 400, "MALFORMED_REQUEST");
      expect(problem.errors?.[0]?.path).toMatch(/context\/note$/);
      expect(problem.detail).toContain("renew it");
      expect(answer.text).not.toContain(credentials.token);
    }
    expect(server.log.join("")).not.toContain(credentials.token);
  });

  test.each<[string, unknown]>([
    ["no subject", { action: action("access"), resource: account() }],
    ["no action", { subject: { type: "api-key", id: "x" }, resource: account() }],
    ["no resource", { subject: { type: "api-key", id: "x" }, action: action("access") }],
    ["a subject without id", { subject: { type: "api-key" }, action: action("access"), resource: account() }],
    ["an action without name", { subject: { type: "api-key", id: "x" }, action: {}, resource: account() }],
    ["a number for an id", { subject: { type: "api-key", id: 1 }, action: action("access"), resource: account() }],
    ["a list", []],
    ["half of JSON", "{"],
  ])("is 400 for %s", async (_what, body) => {
    const sent = typeof body === "string" ? body : JSON.stringify(body);
    for (const path of ["/access/v1/evaluation", "/access/v1/evaluations"]) {
      const headers = { "content-type": "application/json" };
      expectProblem(await server.call("POST", path, { as: service, body: sent, headers }), 400, "MALFORMED_REQUEST");
    }
  });
});

describe("access evaluations", () => {
  const READ = "oms.view-order";
  const CANCEL = "oms.cancel-order";
  const decisionsOf = ({ evaluations }: { evaluations: Answer[] }) => evaluations.map(({ decision }) => decision);
  const asking = (actions: string[], options?: object) => ({
    subject: subject(),
    resource: account(),
    evaluations: actions.map((name) => ({ action: action(name) })),
    ...(options ? { options } : {}),
  });

  it("answers all in their order, and leaves the decision out", async () => {
    const { body, status } = await evaluateAll(asking([READ, CANCEL, READ]));
    expect(status).toBe(200);
    expect(body).not.toHaveProperty("decision");
    expect(decisionsOf(body)).toStrictEqual([true, false, true]);
  });

  it("takes what stands at the top for what an evaluation leaves out, as a whole", async () => {
    const { body } = await evaluateAll({
      subject: subject(),
      action: action(READ),
      resource: account(),
      evaluations: [
        {},
        { action: action(CANCEL) },
        { resource: account("zoom") },
        { subject: { type: "api-key", id: credentials.key } },
      ],
    });
    expect(body.evaluations.map(({ context }) => context?.["code"])).toStrictEqual([
      "VALID",
      "RESOURCE_DENIED",
      "NOT_ADMITTED",
      "TOKEN_NEEDED",
    ]);
  });

  test.each([
    ["execute_all", [CANCEL, READ, CANCEL], [false, true, false]],
    ["deny_on_first_deny", [READ, CANCEL, READ], [true, false]],
    ["deny_on_first_deny", [READ, READ], [true, true]],
    ["permit_on_first_permit", [CANCEL, READ, CANCEL], [false, true]],
    ["permit_on_first_permit", [CANCEL, CANCEL], [false, false]],
  ])("with %s of %j decides %j", async (evaluations_semantic, actions, decisions) => {
    const { body } = await evaluateAll(asking(actions, { evaluations_semantic, another_option: "value" }));
    expect(decisionsOf(body)).toStrictEqual(decisions);
  });

  it("denies a question that can't be read, says why, and answers the others", async () => {
    const evaluations = [
      { action: action(READ) },
      { action: {} },
      { action: action(READ), resource: { type: "account" } },
    ];
    const { body, status } = await evaluateAll({ subject: subject(), resource: account(), evaluations });
    expect(status).toBe(200);
    expect(decisionsOf(body)).toStrictEqual([true, false, false]);
    expect(body.evaluations[1]?.context).toMatchObject({
      error: { status: 400, message: expect.stringContaining("/action/name") as string },
    });
    expect(body.evaluations[2]?.context).toMatchObject({ error: { status: 400 } });
    const first = await evaluateAll({
      subject: subject(),
      resource: account(),
      evaluations: evaluations.toReversed(),
      options: { evaluations_semantic: "deny_on_first_deny" },
    });
    expect(decisionsOf(first.body)).toStrictEqual([false]);
  });

  it("without evaluations is a single one", async () => {
    const single = { subject: subject(), action: action(READ), resource: account() };
    for (const body of [single, { ...single, evaluations: [] }]) {
      expect((await evaluateAll(body)).body).toMatchObject({ decision: true, context: { code: "VALID" } });
    }
  });

  it("is 400 for a semantic that there isn't, and for more than a hundred", async () => {
    const unknown = await evaluateAll(asking([READ], { evaluations_semantic: "all" }));
    expectProblem(unknown, 400, "MALFORMED_REQUEST");
    expectProblem(await evaluateAll(asking(Array.from({ length: 101 }, () => READ))), 400, "MALFORMED_REQUEST");
    expect((await evaluateAll(asking(Array.from({ length: 100 }, () => READ)))).body.evaluations).toHaveLength(100);
  });
});

describe("who may ask", () => {
  const question = (at = "acme") => ({ subject: subject(), action: action("access"), resource: account(at) });

  it("is a service, or who holds account.verify-api-keys in each account asked about", async () => {
    const as = await addKeyWith(server, "acme", "account.verify-api-keys");
    expect((await evaluate(question(), { as })).body).toMatchObject({ decision: true });
    expectProblem(await evaluate(question("zoom"), { as }), 403, "FORBIDDEN");
    const several = { evaluations: [question(), question("zoom")] };
    expect((await evaluateAll(several, { as })).status).toBe(403);
    expect((await evaluateAll(several)).status).toBe(200);
    const without = await addKey(server, "acme");
    expect(expectProblem(await evaluate(question(), { as: without }), 403, "FORBIDDEN").resource).toBe(
      "account.verify-api-keys",
    );
    expectProblem(await evaluate(question(), { as: null }), 401, "UNAUTHENTICATED");
  });

  it("rule 12: nobody, once what this node knows is too old", async () => {
    server.clock.monotonicMs += 61_000;
    expectProblem(await evaluate(question()), 503, "STALE");
    await server.follower.poll();
    expect((await evaluate(question())).status).toBe(200);
  });

  it("gets the identifier of the request back, with an error too, unless it is a token", async () => {
    const headers = { "x-request-id": "bfe9eb29-ab87-4ca3-be83-a1d5d8305716" };
    const expected = { "x-request-id": headers["x-request-id"] };
    expect((await evaluate(question(), { headers })).headers).toMatchObject(expected);
    expect((await evaluateAll({ evaluations: [question()] }, { headers })).headers).toMatchObject(expected);
    expect((await evaluate({}, { headers })).headers).toMatchObject(expected);
    expect((await evaluate(question(), { headers, as: null })).headers).toMatchObject(expected);
    expect((await evaluate(question())).headers).not.toHaveProperty("x-request-id");
    const secret = await evaluate(question(), { headers: { "x-request-id": credentials.token } });
    expect(secret.headers).not.toHaveProperty("x-request-id");
  });
});

it("counts what was decided as use", async () => {
  const counted = await addKey(server, "acme", ["oms-read-only"]);
  const evaluations = ["oms.cancel-order", "oms.view-order"].map((name) => ({ action: action(name) }));
  await evaluateAll({
    subject: subject(counted),
    resource: account(),
    evaluations,
    options: { evaluations_semantic: "deny_on_first_deny" },
  });
  await server.keepUse();
  const { body } = await server.call("GET", `/v1/accounts/acme/api-keys/${counted.key}/use`);
  expect(body).toMatchObject({ items: [{ account: "acme", allowed: 0, refusedByHost: 1 }] });
});

it("says where it is", async () => {
  const answer = await server.call("GET", "/.well-known/authzen-configuration", { as: null });
  expect(answer.headers["content-type"]).toContain("application/json");
  expect(answer).toMatchObject({
    status: 200,
    body: {
      policy_decision_point: "https://keys.example.com",
      access_evaluation_endpoint: "https://keys.example.com/access/v1/evaluation",
      access_evaluations_endpoint: "https://keys.example.com/access/v1/evaluations",
    },
  });
});
