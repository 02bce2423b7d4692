import { containsSecret } from "@latchkey/sdk/credential-format";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { REPEATABLE_MS } from "../domain/origin.ts";
import type { Schema } from "../storage/schema.ts";
import { createTestDatabase, engineNames } from "../storage/test-database.ts";
import { type CallOptions, createTestServer, type TestServer } from "../test-server.ts";
import { forgetRepeatables } from "../usecases/forget.ts";
import { openApiDocument } from "./openapi-document.ts";
import { addAccounts, addKey, addKeyWith, addUser, expectProblem, revisionOf, signIn } from "./test-fixtures.ts";
import { LOST_TOKEN } from "./test-mutations.ts";
import { addWorld, samplesOf } from "./test-routes.ts";
import type { Sample } from "./test-sample.ts";

interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly { readonly in: string; readonly name: string; readonly required?: boolean }[];
  readonly responses: Readonly<Record<string, object>>;
}

const document = (await openApiDocument()) as { paths: Record<string, Record<string, Operation>> };
const posts = Object.values(document.paths).flatMap(({ post }) => (post ? [post] : []));
const takesKey = ({ parameters = [] }: Operation) =>
  parameters.some((one) => one.in === "header" && one.name === "idempotency-key" && one.required !== true);
const creating = posts.filter(takesKey).map(({ operationId }) => operationId);

let server: TestServer;

beforeAll(async () => {
  server = await createTestServer();
});

afterAll(() => server.close());

/** A request that creates, in a world of its own. */
async function sampleIn(account: string, operationId: string, of = server): Promise<Sample> {
  const found = samplesOf(await addWorld(of, account)).find((one) => one.operationId === operationId);
  if (!found) throw new Error(`no sample of ${operationId}`);
  return found;
}

const send = ({ body, method, url }: Sample, key: string, options: CallOptions = {}, to = server) =>
  to.call<Record<string, unknown>>(method, url, {
    ...(body === undefined ? {} : { body }),
    headers: { "idempotency-key": key },
    ...options,
  });

const generate = (key: string, options: CallOptions = {}, account = "acme", to = server) =>
  to.call<{ key: string; token?: string }>("POST", `/v1/accounts/${account}/api-keys`, {
    body: { name: "ERP", roles: [] },
    headers: { "idempotency-key": key },
    ...options,
  });

it("is taken by every operation that creates", () => {
  expect(creating.length).toBeGreaterThanOrEqual(6);
  const silent = posts.filter((post) => "201" in post.responses && !takesKey(post));
  expect(silent.map(({ operationId }) => operationId)).toStrictEqual([]);
});

describe.each(creating)("%s", (operationId) => {
  const account = operationId.toLowerCase();

  it("creates once, and gives a repeat the first answer again without its secret", async () => {
    const sample = await sampleIn(account, operationId);
    const first = await send(sample, "key-1");
    expect(first.status).toBeLessThan(300);
    const before = await revisionOf(server);

    const repeat = await send(sample, "key-1");
    expect(await revisionOf(server)).toBe(before);
    expect(containsSecret(repeat.text)).toBe(false);
    const { token, tokenLink, link, secret, ...kept } = first.body;
    const hadSecret = [token, tokenLink, link, secret].some((each) => each !== undefined);
    expect(repeat.body).toStrictEqual(hadSecret ? { ...kept, secretOmitted: true } : first.body);
    expect(repeat.status).toBe(first.status);
    expect(repeat.headers["etag"]).toBe(first.headers["etag"]);
  });

  it("refuses other content under the same key, and creates nothing", async () => {
    const sample = await sampleIn(`${account}-other`, operationId);
    await send(sample, "key-2");
    const before = await revisionOf(server);
    const { body = {} } = sample;
    const [field = "", value] = Object.entries(body).find(([name]) => /name|url/i.test(name)) ?? [];
    // Renewals name nothing.
    const renewal = /renewInvitation|PasswordReset/.test(operationId) ? { delivery: undefined } : { oldToken: "now" };
    const changed = typeof value === "string" ? { [field]: `${value}-2`.toLowerCase() } : renewal;
    const other = { ...sample, body: { ...body, ...changed } };
    expectProblem(await send(other, "key-2"), 422, "IDEMPOTENCY_MISMATCH");
    expect(await revisionOf(server)).toBe(before);
  });

  it("creates one thing of two at the same moment", async () => {
    const sample = await sampleIn(`${account}-race`, operationId);
    const before = await revisionOf(server);
    const answers = await Promise.all([send(sample, "key-3"), send(sample, "key-3")]);
    const refused = answers.filter(({ status }) => status === 409);
    for (const answer of refused) expectProblem(answer, 409, "IDEMPOTENCY_IN_FLIGHT");
    expect(answers.filter(({ status }) => status < 300)).toHaveLength(2 - refused.length);
    const revision = await revisionOf(server);
    // One change, and where it concerns another account the telling of it.
    expect(revision - before).toBe(operationId === "admitExternalKey" ? 2 : 1);
    expect((await send(sample, "key-3")).status).toBeLessThan(300);
    expect(await revisionOf(server)).toBe(revision);
  });
});

describe("a repeat", () => {
  beforeAll(() => addAccounts(server, "acme", "zoom"));

  it("is told by actor, account and route", async () => {
    const [ours, other] = [await addKey(server, "acme", ["owner"]), await addKey(server, "acme", ["owner"])];
    const made = [
      await generate("same"),
      await generate("same", { as: ours }),
      await generate("same", { as: other }),
      await generate("same", {}, "zoom"),
    ];
    expect(made.map(({ status }) => status)).toStrictEqual([201, 201, 201, 201]);
    expect(new Set(made.map(({ body }) => body.key)).size).toBe(4);
    expect(made.every(({ body }) => body.token !== undefined)).toBe(true);
    const role = { body: { name: "Same", resources: [] }, headers: { "idempotency-key": "same" } };
    expect((await server.call("POST", "/v1/accounts/acme/roles", role)).status).toBe(201);
    expect(await generate("same", { as: ours })).toMatchObject({ status: 201, body: { key: made[1]?.body.key } });
    expect((await generate("SAME", { as: ours })).body.key).not.toBe(made[1]?.body.key);
  });

  it("is told by what its content says, not by how it is written", async () => {
    const body = (text: string) => ({
      body: text,
      headers: { "idempotency-key": "written", "content-type": "application/json" },
    });
    const first = await generate("", body('{"name":"ERP","roles":[]}'));
    const repeat = await generate("", body('{ "roles": [], "name": " ERP ", "tokenDelivery": "inline" }'));
    expect(repeat).toMatchObject({ status: 201, body: { key: first.body.key, secretOmitted: true } });
  });

  it("is authorised afresh", async () => {
    await addUser(server, "acme", ["owner"]);
    const user = await addUser(server, "acme", ["owner"]);
    const as = await signIn(server, user);
    expect((await generate("afresh", { as })).status).toBe(201);
    await server.call("PATCH", `/v1/accounts/acme/users/${user.id}`, { body: { roles: [] } });
    expectProblem(await generate("afresh", { as }), 403, "FORBIDDEN");
    expectProblem(await generate("afresh", { as: null }), 401, "UNAUTHENTICATED");
    await server.call("PATCH", `/v1/accounts/acme/users/${user.id}`, { body: { roles: ["owner"] } });
    expect((await generate("afresh", { as })).body).toMatchObject({ secretOmitted: true });
  });

  it("gets the first answer though what was made has changed since, or is gone", async () => {
    const { body } = await generate("changed");
    await server.call("PATCH", `/v1/accounts/acme/api-keys/${body.key}`, { body: { name: "Other" } });
    expect((await generate("changed")).body).toMatchObject({ key: body.key, name: "ERP", status: "active" });
    await server.call("DELETE", `/v1/accounts/acme/api-keys/${body.key}`);
    expect((await generate("changed")).body).toMatchObject({ key: body.key, name: "ERP" });
  });

  it("of what failed is tried again", async () => {
    const as = await addKeyWith(server, "acme", "account.edit-api-keys");
    const role = { name: "Later", resources: [] };
    const withRole = { as, body: { name: "ERP", roles: ["later"] } };
    expectProblem(await generate("failed", withRole), 422, "UNKNOWN_ROLE");
    await server.call("POST", "/v1/accounts/acme/roles", { body: role });
    expect((await generate("failed", withRole)).body.token).toBeDefined();
  });

  it("counts for 24 hours, and is then forgotten", async () => {
    const own = await createTestServer();
    onTestFinished(() => own.close());
    await addAccounts(own, "acme");
    const move = (ms: number) => {
      own.clock.wallMs += ms;
      own.clock.monotonicMs += ms;
    };
    const forget = () => forgetRepeatables(own.store, own.clock.wallMs, new AbortController().signal);
    const first = await generate("day", {}, "acme", own);
    move(REPEATABLE_MS - 1);
    expect(await forget()).toBe(0);
    expect((await generate("day", {}, "acme", own)).body.key).toBe(first.body.key);
    move(1);
    const next = await generate("day", {}, "acme", own);
    expect(next.body.key).not.toBe(first.body.key);
    expect(next.body.token).toBeDefined();
    expect((await generate("day", {}, "acme", own)).body.key).toBe(next.body.key);
    move(REPEATABLE_MS);
    expect(await forget()).toBe(1);
  });
});

describe.each(engineNames)("two nodes on %s", (name) => {
  it("make one thing of the same requests at the same moment", async () => {
    const database = await createTestDatabase(name);
    const start = async () => {
      const node = await createTestServer({ engine: await database.open<Schema>() });
      onTestFinished(() => node.close());
      return node;
    };
    const [one, other] = [await start(), await start()];
    await addAccounts(one, "acme");
    await other.follower.poll();
    for (let round = 0; round < 5; round++) {
      const sent = Array.from({ length: 8 }, (_, index) =>
        generate(`round-${round}`, {}, "acme", index % 2 === 0 ? one : other),
      );
      const answers = await Promise.all(sent);
      const made = answers.filter(({ status }) => status === 201);
      expect(answers.filter(({ status }) => status !== 201 && status !== 409)).toStrictEqual([]);
      expect(new Set(made.map(({ body }) => body.key)).size).toBe(1);
      expect(made.filter(({ body }) => body.token !== undefined)).toHaveLength(1);
    }
    const { total } = (await one.call<{ total: number }>("GET", "/v1/accounts/acme/api-keys")).body;
    expect(total).toBe(5);
  });
});

describe("the header", () => {
  beforeAll(() => addAccounts(server, "header"));

  it.each([
    ["empty", ""],
    ["too long", "k".repeat(256)],
    ["not printable", "a\tb"],
    ["not ASCII", "clé"],
  ])("is refused where it is %s", async (_what, key) => {
    const problem = expectProblem(await generate(key, {}, "header"), 422, "INVALID_INPUT");
    expect(problem.errors).toStrictEqual([
      { path: "idempotency-key", message: "must be 1 to 255 printable ASCII characters" },
    ]);
  });

  it("may be anything else", async () => {
    for (const key of ["k", "k".repeat(255), "{\"__proto__\":'%s'} ; drop table"]) {
      expect((await generate(key, {}, "header")).status).toBe(201);
    }
  });

  it("rule 2: is refused unlogged where it holds a token", async () => {
    const problem = expectProblem(await generate(`retry ${LOST_TOKEN}`, {}, "header"), 422, "SECRET_IN_FIELD");
    expect(problem.errors).toMatchObject([{ path: "Idempotency-Key" }]);
    expect(server.log.join("")).not.toContain(LOST_TOKEN);
  });
});
