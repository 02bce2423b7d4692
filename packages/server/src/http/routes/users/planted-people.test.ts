import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createTestServer, type Credentials, type TestServer } from "../../../test-server.ts";
import {
  addAccounts,
  addKey,
  addOperator,
  addUser,
  beginReset,
  expectProblem,
  invite,
  type ListOf,
  PASSWORD,
  signIn,
  type TestUser,
} from "../../test-fixtures.ts";
import { codeOf, turnOnTwoFactor } from "../../test-two-factor.ts";

const OWN = "a password of her own";

interface Added extends TestUser {
  readonly passwordReset?: { readonly id: string; readonly link?: { readonly url: string } };
}

let server: TestServer;
/** The owner of the account that plants people. */
let evil: Credentials;
let count = 0;

beforeAll(async () => {
  server = await createTestServer();
  await addAccounts(server, "evil", "victim");
  evil = await addKey(server, "evil", ["owner"]);
});

afterAll(() => server.close());

/** Somebody that an account's administrator makes up by an email of their choice, with a password that they know. */
async function plant(): Promise<TestUser> {
  const email = `paula-${++count}@platform.example`;
  const body = { email, name: "Paula", roles: ["owner"], password: PASSWORD };
  const made = await server.call<{ id: string }>("POST", "/v1/accounts/evil/users", { as: evil, body });
  expect(made.status).toBe(201);
  return { id: made.body.id, email };
}

const asOperator = ({ email }: TestUser, headers = {}) =>
  server.call<Added>("POST", "/v1/operators", { body: { email }, headers });
const toVictim = ({ email }: TestUser, headers = {}) =>
  server.call<Added>("POST", "/v1/accounts/victim/users", {
    body: { email, name: "Paula", roles: ["owner"] },
    headers,
  });
const signInWith = ({ email }: TestUser, password: string) =>
  server.call("POST", "/v1/session", { as: null, body: { email, password } });
const use = (id: string, secret: string, password = OWN) =>
  server.call("POST", `/v1/password-resets/${id}/use`, { as: null, body: { secret, password } });
const secretOf = ({ passwordReset }: Added) => passwordReset?.link?.url.split("#")[1] ?? "";
const isSignedIn = async (as: Credentials) =>
  (await server.call<{ user: object | null }>("GET", "/v1/session", { as })).body.user !== null;

describe.each([
  ["made an operator", asOperator, "/v1/operators"],
  ["added to a second account", toVictim, "/v1/accounts/victim/users"],
])("rule 7: somebody planted who is %s", (_what, add, path) => {
  let paula: TestUser;

  beforeEach(async () => {
    paula = await plant();
  });

  it("is no more signed in, nor by what whoever planted them knows; the link that is answered lets the person in", async () => {
    const session = await signIn(server, paula);
    await turnOnTwoFactor(server, session);
    const theirs = await beginReset(server, "evil", paula.id);
    const { body, status } = await add(paula);
    expect(status).toBe(201);
    expect(body).toMatchObject({ id: paula.id, twoFactor: false, passwordReset: { email: paula.email, mail: "none" } });

    expect(await isSignedIn(session)).toBe(false);
    expectProblem(await server.call("GET", path, { as: session }), 401, "UNAUTHENTICATED");
    expectProblem(await signInWith(paula, PASSWORD), 401, "SIGN_IN_FAILED");
    expectProblem(await use(theirs.id, theirs.secret), 404, "UNKNOWN_RESET");

    expect((await use(body.passwordReset?.id ?? "", secretOf(body))).status).toBe(204);
    const { headers } = await signInWith(paula, OWN);
    const as = { cookie: String(headers["set-cookie"]).split(";")[0] ?? "" };
    expect((await server.call("GET", path, { as })).status).toBe(200);
  });

  it("is no more signed in by a sign-in that waited for a code", async () => {
    const { secret } = await turnOnTwoFactor(server, await signIn(server, paula));
    const waiting = await signInWith(paula, PASSWORD);
    expect(waiting.body).toStrictEqual({ twoFactorNeeded: true });
    await add(paula);
    const as = { cookie: String(waiting.headers["set-cookie"]).split(";")[0] ?? "" };
    const code = codeOf(server, secret, 1);
    expectProblem(await server.call("POST", "/v1/session/two-factor", { as, body: { code } }), 401, "SIGN_IN_FAILED");
  });

  it("has that stand in the log of their account, by name", async () => {
    await add(paula);
    const url = `/v1/accounts/evil/audit-events?target=${paula.id}&limit=1`;
    const { items } = (await server.call<ListOf<object>>("GET", url)).body;
    expect(items).toMatchObject([
      {
        action: "user.sign-in-cleared",
        actor: { kind: "operator" },
        before: { password: true, twoFactor: false },
        after: { password: false, twoFactor: false },
      },
    ]);
  });

  it("gets the link once: a repeat of the request is answered without it", async () => {
    const key = { "idempotency-key": `add-${count}` };
    const first = await add(paula, key);
    const again = await add(paula, key);
    expect(again.status).toBe(201);
    const { link: _link, ...without } = first.body.passwordReset ?? {};
    expect(again.body.passwordReset).toStrictEqual({ ...without, secretOmitted: true });
  });

  it("counts as planted, too, where they took an invitation of that account, or a link of its to a new password", async () => {
    const email = `invited-${count}@platform.example`;
    const invitation = await server.call<{ id: string; link: { url: string } }>(
      "POST",
      "/v1/accounts/evil/invitations",
      {
        as: evil,
        body: { email, name: "Paula", roles: [] },
      },
    );
    const secret = invitation.body.link.url.split("#")[1];
    const accept = { as: null, body: { secret, name: "Paula", password: PASSWORD } };
    expect((await server.call("POST", `/v1/invitations/${invitation.body.id}/accept`, accept)).status).toBe(200);
    expect((await add({ id: "", email })).body.passwordReset).toBeDefined();

    const known = await addUser(server, "evil", []);
    const reset = await server.call<{ id: string; link: { url: string } }>(
      "POST",
      `/v1/accounts/evil/users/${known.id}/password-reset`,
      { as: evil },
    );
    await use(reset.body.id, reset.body.link.url.split("#")[1] ?? "", PASSWORD);
    const session = await signIn(server, known);
    expect((await add(known)).body.passwordReset).toBeDefined();
    expect(await isSignedIn(session)).toBe(false);
  });
});

describe.each([
  ["made an operator", asOperator],
  ["added to another account", toVictim],
])("somebody whom the platform knows, and who is %s,", (_what, add) => {
  /** Nothing happens to them but what is meant. */
  async function expectUntouched(person: TestUser): Promise<void> {
    const session = await signIn(server, person);
    await turnOnTwoFactor(server, session);
    const { body, status } = await add(person);
    expect(status).toBe(201);
    expect(body).toMatchObject({ twoFactor: true });
    expect(body).not.toHaveProperty("passwordReset");
    expect(await isSignedIn(session)).toBe(true);
    expect((await signInWith(person, PASSWORD)).body).toStrictEqual({ twoFactorNeeded: true });
  }

  it("keeps what an operator gave them", () => addUser(server, "evil", []).then(expectUntouched));

  it("keeps what they chose by an operator's invitation", async () => {
    const { email, id, secret } = await invite(server, "evil");
    const body = { secret, password: PASSWORD };
    expect((await server.call("POST", `/v1/invitations/${id}/accept`, { as: null, body })).status).toBe(200);
    await expectUntouched({ id: "", email });
  });

  it("keeps what they chose by an operator's link to a new password", async () => {
    const person = await plant();
    const link = await beginReset(server, "evil", person.id);
    expect((await use(link.id, link.secret, PASSWORD)).status).toBe(204);
    await expectUntouched(person);
  });
});

it("an operator who is added to an account stays signed in", async () => {
  const operator = await addOperator(server);
  const session = await signIn(server, operator);
  expect((await toVictim(operator)).body).not.toHaveProperty("passwordReset");
  expect((await server.call("GET", "/v1/operators", { as: session })).status).toBe(200);
});
