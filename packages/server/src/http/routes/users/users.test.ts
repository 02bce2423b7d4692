import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestServer, type Credentials, START_MS, type TestServer } from "../../../test-server.ts";
import {
  addAccounts,
  addKey,
  addKeyWith,
  addOperator,
  addRole,
  addUser,
  cookieOf,
  expectProblem,
  loadCatalog,
  PASSWORD,
  revisionOf,
  signIn,
} from "../../test-fixtures.ts";

let server: TestServer;

beforeAll(async () => {
  server = await createTestServer();
  await loadCatalog(server);
});

afterAll(() => server.close());

const users = (account: string) => `/v1/accounts/${account}/users`;

describe("adding", () => {
  it("answers as the contract words it, and never a password", async () => {
    await addAccounts(server, "add");
    const answer = await server.call<{ id: string }>("POST", users("add"), {
      body: { email: " Ana@Add.Example ", name: " Ana ", roles: ["owner"], password: PASSWORD },
    });
    expect(answer.status).toBe(201);
    expect(answer.body).toStrictEqual({
      id: expect.any(String) as string,
      email: "ana@add.example",
      name: "Ana",
      roles: [{ id: "owner", name: "Owner" }],
      addedAt: new Date(START_MS).toISOString(),
      lastSignInAt: null,
      twoFactor: false,
    });
    const read = await server.call("GET", `${users("add")}/${answer.body.id}`);
    expect(read.body).toStrictEqual(answer.body);
    expect(read.headers["etag"]).toBe(answer.headers["etag"]);
    expect((await server.call("GET", "/v1/accounts/add/audit-events")).text).not.toMatch(/argon2|correct horse/);
    expect(server.log.join("")).not.toContain(PASSWORD);
  });

  it("refuses somebody twice, also at the same moment", async () => {
    await addAccounts(server, "twice");
    const body = { email: "bo@twice.example", name: "Bo", roles: [] };
    const answers = await Promise.all([1, 2, 3].map(() => server.call("POST", users("twice"), { body })));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    const others = answers.filter(({ status }) => status !== 201);
    for (const answer of others) expectProblem(answer, 409, "USER_EXISTS");
    const upper = await server.call("POST", users("twice"), { body: { ...body, email: "BO@TWICE.EXAMPLE" } });
    expectProblem(upper, 409, "USER_EXISTS");
  });

  it("rule 7: a password that another account's administrator chose lets nobody into this one", async () => {
    await addAccounts(server, "evil", "victim");
    const evil = await addKey(server, "evil", ["owner"]);
    const ceo = { email: "ceo@victim.example", name: "CEO" };
    const planted = { ...ceo, roles: [], password: "planted by evil" };
    const made = await server.call<{ id: string }>("POST", users("evil"), { as: evil, body: planted });
    expect(made.status).toBe(201);
    const signInAs = (password: string) =>
      server.call("POST", "/v1/session", { as: null, body: { email: ceo.email, password } });
    const kept = { cookie: cookieOf(await signInAs("planted by evil")) };
    expect((await server.call("GET", "/v1/session", { as: kept })).body).toMatchObject({ user: { email: ceo.email } });
    expect((await server.call("DELETE", `${users("evil")}/${made.body.id}`, { as: evil })).status).toBe(204);
    expect(await server.store.reads.users.findByEmail(ceo.email)).toBeUndefined();

    const as = await addKey(server, "victim", ["owner"]);
    const body = { ...ceo, roles: ["owner"], password: "the CEO's own choice" };
    expect((await server.call("POST", users("victim"), { as, body })).status).toBe(201);
    expectProblem(await signInAs("planted by evil"), 401, "SIGN_IN_FAILED");
    expect((await server.call("GET", "/v1/session", { as: kept })).body).toMatchObject({ user: null });
    expect((await signInAs("the CEO's own choice")).status).toBe(200);
  });

  it("adds a person of another account for operators alone, without touching their name or password", async () => {
    await addAccounts(server, "first", "second");
    const person = await addUser(server, "first", []);
    const body = { email: person.email, name: "Mallory's name", roles: ["oms-read-only"] };
    const withPassword = await server.call("POST", users("second"), {
      body: { ...body, password: "another password" },
    });
    expectProblem(withPassword, 409, "USER_ELSEWHERE");
    const as = await addKey(server, "second", ["owner"]);
    for (const chosen of [{}, { password: "another password" }]) {
      const answer = await server.call("POST", users("second"), { as, body: { ...body, ...chosen } });
      expectProblem(answer, 409, "USER_ELSEWHERE");
    }
    expect(await server.call("POST", users("second"), { body })).toMatchObject({
      status: 201,
      body: { id: person.id, name: "A person" },
    });
    const session = await signIn(server, person);
    expect((await server.call("GET", "/v1/session", { as: session })).body).toMatchObject({
      accounts: [{ name: "first" }, { name: "second" }],
    });
    const rename = await server.call("PATCH", `${users("second")}/${person.id}`, { body: { name: "Mallory's" } });
    expectProblem(rename, 403, "FORBIDDEN");
    expect((await server.call("GET", `${users("first")}/${person.id}`)).body).toMatchObject({ name: "A person" });
  });

  it.each([
    ["no address", "ana"],
    ["two addresses", "a@x.example,b@x.example"],
    ["a header", "a@x.example\r\nBcc: b@x.example"],
    ["NUL", "a\u0000@x.example"],
    ["too long", `${"a".repeat(250)}@x.example`],
    ["empty", ""],
  ])("refuses an email that is %s", async (_what, email) => {
    const answer = await server.call("POST", users("add"), { body: { email, name: "n", roles: [] } });
    expectProblem(answer, 422, "INVALID_INPUT");
  });

  it("refuses a password that is too short, too long or a token", async () => {
    const { token } = await addKeyWith(server, "add");
    const add = (password: string) =>
      server.call("POST", users("add"), { body: { email: "pw@add.example", name: "n", roles: [], password } });
    for (const password of ["1234567", "x".repeat(201)]) expectProblem(await add(password), 422, "INVALID_INPUT");
    expectProblem(await add(token), 422, "SECRET_IN_FIELD");
  });
});

describe("rule 7: an administrator of users", () => {
  it("can't give, by inviting or by editing, what they lack", async () => {
    await addAccounts(server, "held");
    const admin = await addKeyWith(server, "held", "account.edit-users", "oms.view-order");
    const within = await addRole(server, "held", ["oms.view-order"]);
    const beyond = await addRole(server, "held", ["oms.view-order", "account.edit-roles"]);
    const invite = (roles: string[]) =>
      server.call<{ id: string }>("POST", users("held"), {
        as: admin,
        body: { email: `${roles.join("-")}@held.example`, name: "n", roles },
      });
    const revision = await revisionOf(server);
    expect(expectProblem(await invite([beyond]), 403, "ROLE_NOT_HELD").resource).toBe("account.edit-roles");
    expectProblem(await invite(["owner"]), 403, "ROLE_NOT_HELD");
    expect(await revisionOf(server)).toBe(revision);
    const { body: person } = await invite([within]);
    const edit = (roles: string[]) =>
      server.call("PATCH", `${users("held")}/${person.id}`, { as: admin, body: { roles } });
    expectProblem(await edit([within, beyond]), 403, "ROLE_NOT_HELD");
    // What somebody else gave may stay, and be taken away, but not come back.
    await server.call("PATCH", `${users("held")}/${person.id}`, { body: { roles: [beyond] } });
    expect((await edit([beyond, within])).status).toBe(200);
    expect((await edit([])).status).toBe(200);
    expectProblem(await edit([beyond]), 403, "ROLE_NOT_HELD");
  });

  it("can't give themselves more, signed in", async () => {
    await addAccounts(server, "self");
    const role = await addRole(server, "self", ["account.edit-users"]);
    const person = await addUser(server, "self", [role]);
    const session = await signIn(server, person);
    const edit = await server.call("PATCH", `${users("self")}/${person.id}`, {
      as: session,
      body: { roles: ["owner"] },
    });
    expectProblem(edit, 403, "ROLE_NOT_HELD");
  });
});

describe("rule 14: the last owner", () => {
  it("can be neither demoted nor removed, not even by operators", async () => {
    await addAccounts(server, "last");
    const only = await addUser(server, "last", ["owner"]);
    const url = `${users("last")}/${only.id}`;
    expectProblem(await server.call("PATCH", url, { body: { roles: ["oms-read-only"] } }), 409, "LAST_OWNER");
    expectProblem(await server.call("DELETE", url), 409, "LAST_OWNER");
    const other = await addUser(server, "last", ["owner"]);
    expect((await server.call("PATCH", url, { body: { roles: [] } })).status).toBe(200);
    expectProblem(await server.call("DELETE", `${users("last")}/${other.id}`), 409, "LAST_OWNER");
    expect((await server.call("DELETE", url)).status).toBe(204);
  });

  it("stays when two owners are removed at the same moment", async () => {
    await addAccounts(server, "both");
    const owners = [await addUser(server, "both", ["owner"]), await addUser(server, "both", ["owner"])];
    const answers = await Promise.all(owners.map(({ id }) => server.call("DELETE", `${users("both")}/${id}`)));
    expect(answers.filter(({ status }) => status === 204)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(1);
    expect((await server.call("GET", `${users("both")}?role=owner`)).body).toMatchObject({ total: 1 });
  });
});

describe("editing and removing", () => {
  it("heeds If-Match", async () => {
    await addAccounts(server, "etag");
    const { id } = await addUser(server, "etag", []);
    const url = `${users("etag")}/${id}`;
    const old = { headers: { "if-match": String((await server.call("GET", url)).headers["etag"]) } };
    expect((await server.call("PATCH", url, { ...old, body: { name: "New" } })).body).toMatchObject({ name: "New" });
    expectProblem(await server.call("PATCH", url, { ...old, body: { name: "Late" } }), 412, "PRECONDITION_FAILED");
    expectProblem(await server.call("DELETE", url, old), 412, "PRECONDITION_FAILED");
  });

  it("signs out who belongs to no account any more", async () => {
    await addAccounts(server, "gone", "stays");
    const person = await addUser(server, "gone", []);
    await server.call("POST", users("stays"), { body: { email: person.email, name: "n", roles: [] } });
    const session = await signIn(server, person);
    await server.call("DELETE", `${users("gone")}/${person.id}`);
    expectProblem(await server.call("GET", "/v1/accounts/gone", { as: session }), 404, "UNKNOWN_ACCOUNT");
    expect((await server.call("GET", "/v1/accounts/stays", { as: session })).status).toBe(200);
    await server.call("DELETE", `${users("stays")}/${person.id}`);
    expectProblem(await server.call("GET", "/v1/accounts/stays", { as: session }), 401, "UNAUTHENTICATED");
  });
});

describe("sessions", () => {
  const end = (account: string, id: string, as?: Credentials) =>
    server.call("DELETE", `${users(account)}/${id}/sessions`, as ? { as } : {});
  const isSignedIn = async (as: Credentials) =>
    (await server.call<{ user: object | null }>("GET", "/v1/session", { as })).body.user !== null;

  it("of a user end all at once, with an audit event, and nobody else's do", async () => {
    await addAccounts(server, "sessions");
    const admin = await addKeyWith(server, "sessions", "account.edit-users");
    const [person, other] = [await addUser(server, "sessions", []), await addUser(server, "sessions", [])];
    const [one, two, others] = [
      await signIn(server, person),
      await signIn(server, person),
      await signIn(server, other),
    ];
    expect(await end("sessions", person.id, admin)).toMatchObject({ status: 204, text: "" });
    expect([await isSignedIn(one), await isSignedIn(two), await isSignedIn(others)]).toStrictEqual([
      false,
      false,
      true,
    ]);
    expectProblem(await server.call("GET", "/v1/accounts/sessions", { as: one }), 401, "UNAUTHENTICATED");
    const { body } = await server.call("GET", `/v1/accounts/sessions/audit-events?target=${person.id}&limit=1`);
    expect(body).toMatchObject({ items: [{ action: "user.sessions-ended", before: { sessions: 2 } }] });
    expect(await isSignedIn(await signIn(server, person))).toBe(true);
  });

  it("that aren't there end without a trace", async () => {
    await addAccounts(server, "no-sessions");
    const person = await addUser(server, "no-sessions", []);
    const revision = await revisionOf(server);
    expect((await end("no-sessions", person.id)).status).toBe(204);
    expect(await revisionOf(server)).toBe(revision);
  });

  it("of somebody who belongs to another account, or is an operator, end for operators alone", async () => {
    await addAccounts(server, "here", "there");
    const admin = await addKey(server, "here", ["owner"]);
    const person = await addUser(server, "here", []);
    await server.call("POST", users("there"), { body: { email: person.email, name: "n", roles: [] } });
    const operator = await addOperator(server);
    await server.call("POST", users("here"), { body: { email: operator.email, name: "n", roles: [] } });
    for (const one of [person, operator]) {
      const session = await signIn(server, one);
      expectProblem(await end("here", one.id, admin), 403, "FORBIDDEN");
      expect(await isSignedIn(session)).toBe(true);
      expect((await end("here", one.id)).status).toBe(204);
      expect(await isSignedIn(session)).toBe(false);
    }
  });
});

it("says when somebody last signed in, to whichever account", async () => {
  await addAccounts(server, "last-seen");
  const person = await addUser(server, "last-seen", []);
  const read = () => server.call("GET", `${users("last-seen")}/${person.id}`);
  const before = await read();
  server.clock.wallMs += 5_000;
  await signIn(server, person);
  const after = await read();
  expect(after.body).toMatchObject({ lastSignInAt: new Date(server.clock.wallMs).toISOString() });
  // Nothing of it can be edited.
  expect(after.headers["etag"]).toBe(before.headers["etag"]);
});
