import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import type { Schema } from "../../../storage/schema.ts";
import { createTestDatabase, engineNames } from "../../../storage/test-database.ts";
import { createTestServer, type TestServer } from "../../../test-server.ts";
import {
  addAccounts,
  addKey,
  addKeyWith,
  addRole,
  addUser,
  expectProblem,
  invite,
  type ListOf,
  PASSWORD,
  revisionOf,
  signIn,
  type TestInvitation,
} from "../../test-fixtures.ts";
import { type Invitation, invitationsOn, NEW_PERSON, secretOf } from "../../test-invitations.ts";
import { logOf } from "../../test-tokens.ts";

const DAY_MS = 24 * 3_600_000;
const OF_ACME = "/v1/accounts/acme/invitations";

let server: TestServer;

beforeAll(async () => {
  server = await createTestServer();
  await addAccounts(server, "acme", "other");
});

afterAll(() => server.close());

const { accept, open, renew, signInWith } = invitationsOn(() => server);

describe("inviting", () => {
  it("is refused for a member, and for whoever is invited already; an expired invitation gives way", async () => {
    const user = await addUser(server, "acme", []);
    const again = (email: string) => server.call<Invitation>("POST", OF_ACME, { body: { email, roles: [] } });
    expectProblem(await again(user.email), 409, "USER_EXISTS");
    const first = await invite(server, "acme", ["owner"]);
    const before = await revisionOf(server);
    expectProblem(await again(first.email.toUpperCase()), 409, "INVITATION_EXISTS");
    expect(await revisionOf(server)).toBe(before);
    expect((await invite(server, "other", [], first.email)).email).toBe(first.email);

    server.clock.wallMs += 7 * DAY_MS;
    const { body, status } = await again(first.email);
    expect(status).toBe(201);
    expectProblem(await accept(first), 410, "INVITATION_VOID");
    expect((await open(first.email)).map(({ id }) => id)).toStrictEqual([body.id]);
    expect((await logOf(server, "acme", first.id)).at(-1)).toMatchObject({ action: "invitation.voided" });
  });

  it("refuses to renew, and to accept, for whoever has become a member meanwhile", async () => {
    const invitation = await invite(server, "acme");
    await server.call("POST", "/v1/accounts/acme/users", {
      body: { email: invitation.email, name: "Ivy", roles: [], password: PASSWORD },
    });
    const as = await signIn(server, { id: "", email: invitation.email });
    expectProblem(await accept(invitation, {}, as), 409, "USER_EXISTS");
    expectProblem(await server.call("POST", `${OF_ACME}/${invitation.id}/renewal`), 409, "USER_EXISTS");
  });

  it("refuses a mail where none is sent", async () => {
    const body = { email: "mail@example.com", roles: [], delivery: "mail" };
    const before = await revisionOf(server);
    const problem = expectProblem(await server.call("POST", OF_ACME, { body }), 422, "INVALID_INPUT");
    expect(problem.errors).toMatchObject([{ path: "/delivery" }]);
    expect(await revisionOf(server)).toBe(before);
  });

  it.each([
    ["email", { email: "nobody" }],
    ["email", { email: `${"a".repeat(250)}@example.com` }],
    ["email", { email: undefined }],
    ["email", { email: "a@example.com, b@example.com" }],
    ["name", { name: "x".repeat(500) }],
    ["roles", { roles: "owner" }],
    ["roles", { roles: undefined }],
    ["delivery", { delivery: "pigeon" }],
    ["", { other: 1 }],
  ])("answers 422 to a bad %s", async (field, bad) => {
    const body = { email: "new@example.com", roles: [], ...bad };
    const { errors = [] } = expectProblem(await server.call("POST", OF_ACME, { body }), 422, "INVALID_INPUT");
    expect(errors.map(({ path }) => path.split("/")[1] ?? "")).toContain(field);
  });

  it("rule 6: gives no role that wasn't chosen, and none that isn't there", async () => {
    const invitation = await invite(server, "acme", []);
    const { id } = (await accept(invitation)).body.session.user;
    expect((await server.call("GET", `/v1/accounts/acme/users/${id}`)).body).toMatchObject({ roles: [] });
    const body = { email: "new@example.com", roles: ["none-such"] };
    expectProblem(await server.call("POST", OF_ACME, { body }), 422, "UNKNOWN_ROLE");
  });

  it("lists by page and in each order, to whoever may see or edit users", async () => {
    await addAccounts(server, "many");
    for (const email of ["c@x.example", "a@x.example", "b@x.example"]) {
      await invite(server, "many", [], email);
      server.clock.wallMs += 1_000;
    }
    const url = "/v1/accounts/many/invitations";
    const list = async (query: string) => (await server.call<ListOf<Invitation>>("GET", `${url}?${query}`)).body;
    const emails = async (query: string) => (await list(query)).items.map(({ email }) => email[0]).join("");
    expect(await emails("")).toBe("abc");
    for (const sort of ["createdAt", "expiresAt"]) {
      expect(await emails(`sort=${sort}`)).toBe("cab");
      const first = await list(`sort=-${sort}&limit=2`);
      expect([first.total, first.items.map(({ email }) => email[0])]).toStrictEqual([3, ["b", "a"]]);
      expect(await emails(`sort=-${sort}&limit=2&cursor=${first.nextCursor}`)).toBe("c");
    }
    for (const resource of ["account.view-users", "account.edit-users"]) {
      const as = await addKeyWith(server, "many", resource);
      expect((await server.call("GET", url, { as })).status).toBe(200);
    }
    expectProblem(await server.call("GET", url, { as: await addKey(server, "many") }), 403, "FORBIDDEN");
  });
});

describe("rule 7", () => {
  it("lets nobody invite to, or renew, what they lack", async () => {
    const as = await addKeyWith(server, "acme", "account.edit-users");
    const body = { email: "powerful@example.com", roles: ["owner"] };
    expectProblem(await server.call("POST", OF_ACME, { as, body }), 403, "ROLE_NOT_HELD");
    const { id } = await invite(server, "acme", ["owner"]);
    expectProblem(await server.call("POST", `${OF_ACME}/${id}/renewal`, { as }), 403, "ROLE_NOT_HELD");
    expect((await server.call("DELETE", `${OF_ACME}/${id}`, { as })).status).toBe(204);
  });

  it("asks again, when it is accepted, whether who gave it still may; who renews it answers for it", async () => {
    const giver = await addUser(server, "acme", ["owner"]);
    await addUser(server, "acme", ["owner"]);
    const as = await signIn(server, giver);
    const give = async (): Promise<TestInvitation> => {
      const email = `${crypto.randomUUID()}@acme.example`;
      const { body } = await server.call<Invitation>("POST", OF_ACME, { as, body: { email, roles: ["owner"] } });
      return { id: body.id, email, secret: secretOf(body) };
    };
    const invitation = await give();
    const other = await give();
    const url = `/v1/accounts/acme/users/${giver.id}`;
    const edits = await addRole(server, "acme", ["account.edit-users"]);
    for (const roles of [[], [edits]]) {
      await server.call("PATCH", url, { body: { roles } });
      const before = await revisionOf(server);
      expectProblem(await accept(invitation), 409, "INVITATION_NOT_BACKED");
      expect(await revisionOf(server)).toBe(before);
    }
    await server.call("PATCH", url, { body: { roles: ["owner"] } });
    expect((await accept(other)).status).toBe(200);
    await server.call("DELETE", url);
    expectProblem(await accept(invitation), 409, "INVITATION_NOT_BACKED");
    expect((await signInWith(invitation.email, NEW_PERSON.password)).status).toBe(401);
    expect((await accept(await renew(invitation))).status).toBe(200);
  });

  it("a role that an open invitation names is in use: it isn't deleted, nor widened beyond the editor", async () => {
    const role = await addRole(server, "acme", ["account.view-users"]);
    const invitation = await invite(server, "acme", [role]);
    const url = `/v1/accounts/acme/roles/${role}`;
    const problem = expectProblem(await server.call("DELETE", url), 409, "ROLE_IN_USE");
    expect(problem.items).toStrictEqual([`invitation of ${invitation.email}`]);
    expect((await server.call("GET", url)).body).toMatchObject({ uses: { invitations: 1 } });
    expect((await server.call("GET", `${url}/use`)).body).toMatchObject({
      invitations: [{ id: invitation.id, email: invitation.email }],
      counts: { invitations: 1 },
    });
    const as = await addKeyWith(server, "acme", "account.edit-roles");
    const widen = () => server.call("PATCH", url, { as, body: { resources: ["account.view-audit"] } });
    expectProblem(await widen(), 403, "ROLE_NOT_HELD");
    const hidden = expectProblem(await server.call("DELETE", url, { as }), 409, "ROLE_IN_USE");
    expect(hidden.items).toStrictEqual(["other invitations: 1"]);
    await server.call("DELETE", `${OF_ACME}/${invitation.id}`);
    expect((await widen()).status).toBe(200);
    expect((await server.call("DELETE", url)).status).toBe(204);
  });
});

describe.each(engineNames)("on %s", (name) => {
  it("of 50 who accept at once, one is let in", async () => {
    const engine = await (await createTestDatabase(name)).open<Schema>();
    const own = await createTestServer({ engine });
    onTestFinished(() => own.close());
    await addAccounts(own, "acme");
    const invitation = await invite(own, "acme", ["owner"]);
    const onOwn = invitationsOn(() => own);
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, n) => onOwn.accept(invitation, { ...NEW_PERSON, name: `Ivy ${n}` })),
    );
    const winners = answers.filter(({ status }) => status === 200);
    expect(winners).toHaveLength(1);
    for (const answer of answers) if (answer.status !== 200) expectProblem(answer, 410, "INVITATION_USED");
    const users = await own.call<ListOf<{ name: string }>>("GET", "/v1/accounts/acme/users");
    expect(users.body.items.map((user) => user.name)).toStrictEqual([winners[0]?.body.session.user.name]);
    const accepted = await own.call<ListOf<object>>("GET", "/v1/accounts/acme/audit-events?action=invitation.accepted");
    expect(accepted.body.total).toBe(1);
  });

  it("of 20 who invite one person at once, one does", async () => {
    const engine = await (await createTestDatabase(name)).open<Schema>();
    const own = await createTestServer({ engine });
    onTestFinished(() => own.close());
    await addAccounts(own, "acme");
    const body = { email: "ivy@example.com", roles: [] };
    const answers = await Promise.all(Array.from({ length: 20 }, () => own.call("POST", OF_ACME, { body })));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    for (const answer of answers) if (answer.status !== 201) expectProblem(answer, 409, "INVITATION_EXISTS");
  });
});
