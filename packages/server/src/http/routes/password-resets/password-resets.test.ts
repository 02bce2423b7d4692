import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestServer, type Credentials, type TestServer } from "../../../test-server.ts";
import {
  addAccounts,
  addKey,
  addKeyWith,
  addOperator,
  addRole,
  addUser,
  beginReset,
  expectProblem,
  type ListOf,
  loadCatalog,
  PASSWORD,
  revisionOf,
  signIn,
  type TestUser,
} from "../../test-fixtures.ts";
import { turnOnTwoFactor } from "../../test-two-factor.ts";

const CHOSEN = "a password of her own";
const DAY_MS = 24 * 3_600_000;

let server: TestServer;

beforeAll(async () => {
  server = await createTestServer();
  await loadCatalog(server);
  await addAccounts(server, "acme");
});

afterAll(() => server.close());

type Link = Awaited<ReturnType<typeof beginReset>>;

const urlOf = (userId: string, account = "acme") => `/v1/accounts/${account}/users/${userId}/password-reset`;
const begin = (userId: string, as: Credentials, account?: string) =>
  server.call<{ id: string; link: { url: string } }>("POST", urlOf(userId, account), { as });
const lookUp = ({ id, secret }: Link) =>
  server.call("POST", `/v1/password-resets/${id}/look-up`, { as: null, body: { secret } });
const use = ({ id, secret }: Link, password = CHOSEN) =>
  server.call("POST", `/v1/password-resets/${id}/use`, { as: null, body: { secret, password } });
const signInWith = ({ email }: TestUser, password: string) =>
  server.call<{ user: object | null }>("POST", "/v1/session", { as: null, body: { email, password } });
const eventsOf = async (user: TestUser, account = "accounts/acme/") => {
  const url = `/v1/${account}audit-events?target=${user.id}&action=user.password-reset`;
  const begun = await server.call<ListOf<object>>("GET", `${url}-begun`);
  return [...(await server.call<ListOf<object>>("GET", url)).body.items, ...begun.body.items];
};

describe("a link to a new password", () => {
  it("is answered as the contract words it, with the secret behind the #", async () => {
    const user = await addUser(server, "acme", []);
    const { body, status } = await server.call<{ id: string; expiresAt: string }>("POST", urlOf(user.id));
    expect(status).toBe(201);
    const expiresAt = new Date(server.clock.wallMs + DAY_MS).toISOString();
    const url = expect.stringMatching(new RegExp(`^http://localhost/reset/${body.id}#lkr_[0-9A-Za-z]{49}$`)) as string;
    expect(body).toStrictEqual({ id: body.id, email: user.email, expiresAt, mail: "none", link: { url, expiresAt } });
  });

  it("sets the password once, ends all sessions, and is said in the log on both steps", async () => {
    const user = await addUser(server, "acme", ["owner"]);
    const as = await signIn(server, user);
    const link = await beginReset(server, "acme", user.id);
    expect((await signInWith(user, PASSWORD)).status).toBe(200);
    expect((await lookUp(link)).body).toMatchObject({ email: user.email });
    expect((await use(link)).status).toBe(204);
    expect((await server.call("GET", "/v1/session", { as })).body).toMatchObject({ user: null });
    expectProblem(await signInWith(user, PASSWORD), 401, "SIGN_IN_FAILED");
    expect((await signInWith(user, CHOSEN)).status).toBe(200);
    for (const answer of [await use(link, "another password"), await lookUp(link)]) {
      expectProblem(answer, 410, "RESET_USED");
    }
    expect((await signInWith(user, CHOSEN)).status).toBe(200);
    expect(await eventsOf(user)).toMatchObject([
      { action: "user.password-reset", actor: { kind: "link", id: link.id }, after: { email: user.email } },
      { action: "user.password-reset-begun", actor: { kind: "operator" }, after: { email: user.email } },
    ]);
  });

  it("lets one of many at the same moment choose", async () => {
    const user = await addUser(server, "acme", []);
    const link = await beginReset(server, "acme", user.id);
    const answers = await Promise.all([1, 2, 3].map((n) => use(link, `${CHOSEN} ${n}`)));
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toStrictEqual([204, 410, 410]);
    const winner = answers.findIndex(({ status }) => status === 204) + 1;
    expect((await signInWith(user, `${CHOSEN} ${winner}`)).status).toBe(200);
  });

  it("leaves a second factor where it is: the code is asked for as before", async () => {
    const user = await addUser(server, "acme", []);
    await turnOnTwoFactor(server, await signIn(server, user));
    expect((await use(await beginReset(server, "acme", user.id))).status).toBe(204);
    const answer = await signInWith(user, CHOSEN);
    expect(answer.body).toMatchObject({ twoFactorNeeded: true });
  });

  it("gives a password to somebody who has none", async () => {
    const email = "none@acme.example";
    const { body } = await server.call<TestUser>("POST", "/v1/accounts/acme/users", {
      body: { email, name: "No password", roles: [] },
    });
    expect((await use(await beginReset(server, "acme", body.id))).status).toBe(204);
    expect((await signInWith(body, CHOSEN)).status).toBe(200);
  });

  it("works for a day, and no longer", async () => {
    const user = await addUser(server, "acme", []);
    const link = await beginReset(server, "acme", user.id);
    server.clock.wallMs += DAY_MS - 1;
    expect((await lookUp(link)).status).toBe(200);
    server.clock.wallMs += 1;
    for (const answer of [await lookUp(link), await use(link)]) expectProblem(answer, 410, "RESET_EXPIRED");
    expect((await signInWith(user, PASSWORD)).status).toBe(200);
  });

  it("gives way to a newer one, and to a password that its person chose themselves", async () => {
    const user = await addUser(server, "acme", []);
    const first = await beginReset(server, "acme", user.id);
    const second = await beginReset(server, "acme", user.id);
    expectProblem(await use(first), 404, "UNKNOWN_RESET");
    const as = await signIn(server, user);
    const body = { current: PASSWORD, password: "chosen in the profile" };
    expect((await server.call("POST", "/v1/profile/password", { as, body })).status).toBeLessThan(300);
    expectProblem(await use(second), 404, "UNKNOWN_RESET");
    expect((await signInWith(user, "chosen in the profile")).status).toBe(200);
  });

  it("is one answer for a wrong secret, an unknown id and another kind of secret, and changes nothing", async () => {
    const user = await addUser(server, "acme", []);
    const [link, other] = [
      await beginReset(server, "acme", user.id),
      await beginReset(server, "acme", (await addUser(server, "acme", [])).id),
    ];
    const before = await revisionOf(server);
    const wrong = [
      { id: link.id, secret: other.secret },
      { id: "nothing", secret: link.secret },
      { id: link.id, secret: link.secret.slice(0, -1) },
      { id: link.id, secret: "" },
    ];
    const details = new Set<string>();
    for (const presented of wrong) {
      for (const answer of [await lookUp(presented), await use(presented)]) {
        details.add(expectProblem(answer, 404, "UNKNOWN_RESET").detail);
      }
    }
    expect(details.size).toBe(1);
    expect(await revisionOf(server)).toBe(before);
    expect((await use(link)).status).toBe(204);
  });

  it("takes no password that is too short, and isn't used up by one", async () => {
    const user = await addUser(server, "acme", []);
    const link = await beginReset(server, "acme", user.id);
    expectProblem(await use(link, "1234567"), 422, "INVALID_INPUT");
    expect((await use(link)).status).toBe(204);
  });

  it("is gone with its person", async () => {
    const user = await addUser(server, "acme", []);
    const link = await beginReset(server, "acme", user.id);
    expect((await server.call("DELETE", `/v1/accounts/acme/users/${user.id}`)).status).toBe(204);
    expectProblem(await use(link), 404, "UNKNOWN_RESET");
  });
});

describe("rule 7: whose password may be reset", () => {
  it("is nobody's who has more in the account", async () => {
    const as = await addKeyWith(server, "acme", "account.edit-users", "oms.view-order");
    const within = await addUser(server, "acme", [await addRole(server, "acme", ["oms.view-order"])]);
    const beyond = await addUser(server, "acme", [await addRole(server, "acme", ["account.edit-roles"])]);
    const owner = await addUser(server, "acme", ["owner"]);
    expect((await begin(within.id, as)).status).toBe(201);
    const before = await revisionOf(server);
    expect(expectProblem(await begin(beyond.id, as), 403, "ROLE_NOT_HELD").resource).toBe("account.edit-roles");
    expectProblem(await begin(owner.id, as), 403, "ROLE_NOT_HELD");
    expect(await revisionOf(server)).toBe(before);
  });

  it("is by operators alone where the person belongs to another account, or is an operator", async () => {
    await addAccounts(server, "zoom");
    const both = await addUser(server, "acme", []);
    await server.call("POST", "/v1/accounts/zoom/users", { body: { email: both.email, name: "n", roles: [] } });
    const operator = await addOperator(server);
    await server.call("POST", "/v1/accounts/acme/users", { body: { email: operator.email, name: "n", roles: [] } });
    const as = await addKey(server, "acme", ["owner"]);
    for (const { id } of [both, operator]) expectProblem(await begin(id, as), 403, "FORBIDDEN");
    const link = await beginReset(server, "acme", both.id);
    expect((await use(link)).status).toBe(204);
    // It concerns both accounts.
    expect(await eventsOf(both, "accounts/zoom/")).toMatchObject([{ action: "user.password-reset" }]);
  });

  it("isn't one's own: that takes the password", async () => {
    const owner = await addUser(server, "acme", ["owner"]);
    expectProblem(await begin(owner.id, await signIn(server, owner)), 403, "FORBIDDEN");
    const operator = await addOperator(server);
    const as = await signIn(server, operator);
    const own = await server.call("POST", `/v1/operators/${operator.id}/password-reset`, { as });
    expectProblem(own, 403, "FORBIDDEN");
  });

  it("is asked again when the link is used", async () => {
    const role = await addRole(server, "acme", ["account.edit-users"]);
    const giver = await addUser(server, "acme", [role]);
    const as = await signIn(server, giver);
    const [raised, joined, left] = [
      await addUser(server, "acme", []),
      await addUser(server, "acme", []),
      await addUser(server, "acme", []),
    ];
    const links: Link[] = [];
    for (const { id } of [raised, joined, left]) {
      const { body } = await begin(id, as);
      links.push({ id: body.id, secret: body.link.url.split("#")[1] ?? "" });
    }
    const [ofRaised, ofJoined, ofLeft] = links as [Link, Link, Link];
    // They have more now, or are somebody elsewhere, too.
    await server.call("PATCH", `/v1/accounts/acme/users/${raised.id}`, { body: { roles: ["owner"] } });
    expectProblem(await use(ofRaised), 409, "RESET_NOT_BACKED");
    await server.call("POST", "/v1/operators", { body: { email: joined.email } });
    expectProblem(await use(ofJoined), 409, "RESET_NOT_BACKED");
    // Whoever gave it may change nobody any more.
    await server.call("PATCH", `/v1/accounts/acme/users/${giver.id}`, { body: { roles: [] } });
    expectProblem(await use(ofLeft), 409, "RESET_NOT_BACKED");
    for (const user of [raised, joined, left]) expect((await signInWith(user, PASSWORD)).status).toBe(200);
    // Refused, it isn't used up.
    await server.call("PATCH", `/v1/accounts/acme/users/${giver.id}`, { body: { roles: [role] } });
    expect((await use(ofLeft)).status).toBe(204);
  });
});

describe("an operator", () => {
  const ofOperator = (userId: string, as?: Credentials) =>
    server.call<{ id: string; link: { url: string } }>("POST", `/v1/operators/${userId}/password-reset`, {
      ...(as && { as }),
    });

  it("is reset by another, whose word counts as long as they are one", async () => {
    const [giver, other] = [await addOperator(server), await addOperator(server)];
    const begun = await ofOperator(other.id, await signIn(server, giver));
    expect(begun.status).toBe(201);
    const link = { id: begun.body.id, secret: begun.body.link.url.split("#")[1] ?? "" };
    await server.call("DELETE", `/v1/operators/${giver.id}`);
    expectProblem(await use(link), 409, "RESET_NOT_BACKED");
    const { body } = await ofOperator(other.id);
    expect((await use({ id: body.id, secret: body.link.url.split("#")[1] ?? "" })).status).toBe(204);
    expect((await signInWith(other, CHOSEN)).status).toBe(200);
    expect(await eventsOf(other, "")).toHaveLength(3);
  });

  it("isn't reset who is none", async () => {
    const user = await addUser(server, "acme", []);
    expectProblem(await ofOperator(user.id), 404, "NOT_FOUND");
  });
});
