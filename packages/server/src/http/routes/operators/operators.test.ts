import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { PLATFORM } from "../../../domain/account.ts";
import { createTestServer, type Credentials, START_MS, type TestServer } from "../../../test-server.ts";
import {
  addAccounts,
  addKey,
  addOperator,
  addUser,
  cookieOf,
  expectProblem,
  type ListOf,
  PASSWORD,
  revisionOf,
  signIn,
  type TestUser,
} from "../../test-fixtures.ts";

let server: TestServer;
let olga: TestUser;
let as: Credentials;

beforeAll(async () => {
  server = await createTestServer();
  await addAccounts(server, "acme");
  olga = await addOperator(server);
  as = await signIn(server, olga);
});

afterAll(() => server.close());

const add = (body: object, by: Credentials = as) =>
  server.call<{ id: string }>("POST", "/v1/operators", { as: by, body });
const remove = (id: string, by: Credentials = as) => server.call("DELETE", `/v1/operators/${id}`, { as: by });
const platformLog = async () => {
  const page = { sort: "sequence", descending: true, limit: 5, after: null } as const;
  return (await server.store.reads.audit.list(PLATFORM, {}, page)).items;
};

describe("an operator who is signed in", () => {
  it("may do what the operator token may, in every account, by name", async () => {
    const made = await server.call("POST", "/v1/accounts", { as, body: { name: "by-olga", displayName: "By Olga" } });
    expect(made.status).toBe(201);
    const key = await server.call<{ key: string; createdBy: object }>("POST", "/v1/accounts/by-olga/api-keys", {
      as,
      body: { name: "n", roles: ["owner"] },
    });
    const actor = { kind: "operator", id: olga.id, name: "Olga" };
    expect(key).toMatchObject({ status: 201, body: { createdBy: actor } });
    expect((await server.call("PATCH", "/v1/accounts/by-olga", { as, body: { status: "suspended" } })).status).toBe(
      200,
    );
    const events = await server.call<ListOf<{ actor: object }>>("GET", "/v1/accounts/by-olga/audit-events", { as });
    expect(events.body.items.map((event) => event.actor)).toStrictEqual([actor, actor, actor]);
    await server.call("POST", "/v1/service-keys", { as, body: { name: "Orders" } });
    expect(await platformLog()).toMatchObject([{ action: "service-key.generated", actor }, {}]);
    expect((await server.call<ListOf<object>>("GET", "/v1/accounts", { as })).body.total).toBe(2);
    const question = { account: "acme", key: key.body.key, token: "lkt_" };
    expect((await server.call("POST", "/v1/verify", { as, body: question })).status).toBe(200);
  });

  it("is told so, beside the accounts that they belong to", async () => {
    const session = () => server.call("GET", "/v1/session", { as });
    expect((await session()).body).toMatchObject({ user: { id: olga.id }, operator: true, accounts: [] });
    await server.call("POST", "/v1/accounts/acme/users", { as, body: { email: olga.email, name: "n", roles: [] } });
    expect((await session()).body).toMatchObject({ operator: true, accounts: [{ name: "acme" }] });
    // The roles of an operator in an account take nothing from them.
    expect((await server.call("GET", "/v1/accounts/acme/api-keys", { as })).status).toBe(200);
    expect((await server.call("DELETE", `/v1/accounts/acme/users/${olga.id}`, { as })).status).toBe(204);
    expect((await session()).body).toMatchObject({ user: { id: olga.id }, operator: true, accounts: [] });
  });

  it("has to come from the console for what changes something", async () => {
    const headers = { ...as, origin: "https://elsewhere.example" };
    const body = { name: "elsewhere", displayName: "x" };
    const answer = await server.call("POST", "/v1/accounts", { as: null, headers, body });
    expectProblem(answer, 403, "ORIGIN_REFUSED");
  });

  it("is renamed by no account's administrator", async () => {
    const admin = await addKey(server, "acme", ["owner"]);
    const operator = await addOperator(server);
    await server.call("POST", "/v1/accounts/acme/users", { body: { email: operator.email, name: "n", roles: [] } });
    const rename = { as: admin, body: { name: "Somebody else" } };
    expectProblem(await server.call("PATCH", `/v1/accounts/acme/users/${operator.id}`, rename), 403, "FORBIDDEN");
    expect((await server.call("DELETE", `/v1/accounts/acme/users/${operator.id}`, { as: admin })).status).toBe(204);
    expect((await server.call("GET", "/v1/session", { as: await signIn(server, operator) })).body).toMatchObject({
      operator: true,
    });
  });
});

describe("adding an operator", () => {
  it("answers as the contract words it, and is kept in the platform's log by name", async () => {
    const answer = await add({ email: " New@Operators.example", name: " Nora ", password: PASSWORD });
    expect(answer.status).toBe(201);
    expect(answer.body).toStrictEqual({
      id: expect.any(String) as string,
      email: "new@operators.example",
      name: "Nora",
      addedAt: new Date(START_MS).toISOString(),
      addedBy: { kind: "operator", id: olga.id, name: "Olga" },
      lastSignInAt: null,
      twoFactor: false,
    });
    expect(await platformLog()).toMatchObject([
      { action: "operator.added", target: answer.body.id, after: { email: "new@operators.example", name: "Nora" } },
      {},
      {},
      {},
    ]);
    const { body } = await server.call<ListOf<{ id: string }>>("GET", "/v1/operators?sort=-addedAt", { as });
    expect(body.items).toContainEqual(answer.body);
    expectProblem(await add({ email: "new@operators.example" }), 409, "USER_EXISTS");
  });

  it("takes who signs in already by their email alone: nobody by that name gets in by mistake", async () => {
    const known = await addUser(server, "acme", []);
    const session = await signIn(server, known);
    const revision = await revisionOf(server);
    for (const more of [{ name: "Nora" }, { password: PASSWORD }, { name: "Nora", password: PASSWORD }]) {
      expectProblem(await add({ email: known.email, ...more }), 409, "USER_ELSEWHERE");
    }
    expectProblem(await server.call("GET", "/v1/operators", { as: session }), 403, "FORBIDDEN");
    expect(await revisionOf(server)).toBe(revision);
    expect(await add({ email: known.email })).toMatchObject({ status: 201, body: { name: "A person" } });
    expect((await server.call("GET", "/v1/operators", { as: session })).status).toBe(200);
  });

  it("asks for the name of who is new", async () => {
    const problem = expectProblem(await add({ email: "nameless@operators.example" }), 422, "INVALID_INPUT");
    expect(problem.errors).toMatchObject([{ path: "/name" }]);
  });

  it("adds somebody once, also at the same moment", async () => {
    const body = { email: "once@operators.example", name: "Once" };
    const answers = await Promise.all(Array.from({ length: 5 }, () => add(body)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    for (const answer of answers.filter(({ status }) => status !== 201)) expectProblem(answer, 409, "USER_EXISTS");
  });
});

describe("removing an operator", () => {
  it("takes them everything at once, and forgets who belongs nowhere else", async () => {
    const other = await addOperator(server, "Otto");
    const session = await signIn(server, other);
    expect((await remove(other.id)).status).toBe(204);
    expectProblem(await server.call("GET", "/v1/accounts", { as: session }), 401, "UNAUTHENTICATED");
    expect(await server.store.reads.users.findByEmail(other.email)).toBeUndefined();
    expect(await platformLog()).toMatchObject([
      { action: "operator.removed", target: other.id, before: { email: other.email, name: "Otto" } },
      {},
      {},
      {},
      {},
    ]);
    expectProblem(await remove(other.id), 404, "NOT_FOUND");
    expectProblem(await remove((await addUser(server, "acme", [])).id), 404, "NOT_FOUND");
  });

  it("leaves them what they have in accounts", async () => {
    const person = await addUser(server, "acme", ["owner"]);
    await add({ email: person.email });
    const session = await signIn(server, person);
    expect((await server.call("GET", "/v1/operators", { as: session })).status).toBe(200);
    expect((await remove(person.id, session)).status).toBe(204);
    expectProblem(await server.call("GET", "/v1/operators", { as: session }), 403, "FORBIDDEN");
    expect((await server.call("GET", "/v1/accounts/acme/api-keys", { as: session })).status).toBe(200);
    await addAccounts(server, "not-theirs");
    expectProblem(await server.call("GET", "/v1/accounts/not-theirs", { as: session }), 404, "UNKNOWN_ACCOUNT");
  });

  it("may take the last: the operator token stays", async () => {
    const own = await createTestServer();
    try {
      const last = await addOperator(own);
      const session = await signIn(own, last);
      expect((await own.call("DELETE", `/v1/operators/${last.id}`, { as: session })).status).toBe(204);
      expect((await own.call("GET", "/v1/operators")).body).toMatchObject({ total: 0 });
      expect((await own.call("POST", "/v1/operators", { body: { email: last.email, name: "Again" } })).status).toBe(
        201,
      );
    } finally {
      await own.close();
    }
  });

  it("rules 7 and 12: counts for what they have under way, in accounts and beyond", async () => {
    const mallory = await addOperator(server, "Mallory");
    // Belongs to an account, so that the session stays and the answer isn't about that.
    await server.call("POST", "/v1/accounts/acme/users", { body: { email: mallory.email, name: "n", roles: [] } });
    const session = await signIn(server, mallory);
    const held = Promise.withResolvers<void>();
    const released = Promise.withResolvers<void>();
    let waiting = 0;
    const hashing = vi.spyOn(server.ports, "hashPassword").mockImplementation(async () => {
      if (++waiting === 2) held.resolve();
      await released.promise;
      return "$argon2id$of-nobody";
    });
    const accomplice = { email: "accomplice@operators.example", name: "Accomplice", password: PASSWORD };
    const adding = [
      add(accomplice, session),
      server.call("POST", "/v1/accounts/acme/users", { as: session, body: { ...accomplice, roles: ["owner"] } }),
    ];
    await held.promise;
    expect((await remove(mallory.id)).status).toBe(204);
    const revision = await revisionOf(server);
    released.resolve();
    for (const answer of await Promise.all(adding)) expectProblem(answer, 403, "FORBIDDEN");
    expect(await revisionOf(server)).toBe(revision);
    expect(await server.store.reads.users.findByEmail(accomplice.email)).toBeUndefined();
    hashing.mockRestore();
  });
});

it("never answers or keeps a password", async () => {
  const { headers } = await server.call("POST", "/v1/session", {
    as: null,
    body: { email: olga.email, password: PASSWORD },
  });
  expect(cookieOf({ headers } as never)).not.toBe("");
  const log = JSON.stringify(await platformLog()) + server.log.join("");
  expect(log).not.toMatch(/argon2|correct horse/);
});
