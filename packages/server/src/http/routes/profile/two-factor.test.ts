import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { type Answer, type Credentials, createTestServer, TEST_ORIGIN, type TestServer } from "../../../test-server.ts";
import {
  addAccounts,
  addUser,
  cookieOf,
  expectProblem,
  type ListOf,
  PASSWORD,
  revisionOf,
  setCookies,
  signIn,
  type TestUser,
} from "../../test-fixtures.ts";
import { codeOf, startTwoFactor, turnOnTwoFactor } from "../../test-two-factor.ts";

let server: TestServer;

beforeAll(async () => {
  server = await createTestServer();
  await addAccounts(server, "acme");
});

afterAll(() => server.close());

const actionsOf = async ({ id }: TestUser) => {
  const url = `/v1/accounts/acme/audit-events?target=${id}`;
  const { body } = await server.call<ListOf<{ action: string; after: unknown }>>("GET", url);
  return body.items.map(({ action }) => action).filter((action) => action !== "user.added");
};

const profileOf = async (as: Credentials) => (await server.call("GET", "/v1/profile", { as })).body;

/** Somebody with two-factor; the code of the present half minute is used up. */
async function addGuarded(on = server) {
  const user = await addUser(on, "acme", ["owner"]);
  const as = await signIn(on, user);
  return { user, as, ...(await turnOnTwoFactor(on, as)) };
}

const givePassword = ({ email }: TestUser, cookie?: string, on = server) =>
  on.call("POST", "/v1/session", {
    as: null,
    headers: { origin: TEST_ORIGIN, ...(cookie === undefined ? {} : { cookie }) },
    body: { email, password: PASSWORD },
  });

const giveCode = (pending: Answer<unknown> | string, code: string, on = server, ip = "127.0.0.1") =>
  on.call("POST", "/v1/session/two-factor", {
    as: { cookie: typeof pending === "string" ? pending : cookieOf(pending) },
    ip,
    body: { code },
  });

const whoIs = async (cookie: string) =>
  (await server.call<{ user: { id: string } | null }>("GET", "/v1/session", { as: { cookie } })).body.user?.id;

/** The next half minute, whose code is fresh. */
const later = (on = server) => {
  on.clock.wallMs += 30_000;
};

describe("turning two-factor on", () => {
  it("rule 11: takes the password, then a code of the app, and gives recovery codes; the log says so", async () => {
    const user = await addUser(server, "acme", []);
    const as = await signIn(server, user);
    const begun = await server.call<{ secret: string; uri: string }>("POST", "/v1/profile/two-factor", {
      as,
      body: { password: PASSWORD },
    });
    expect(begun).toMatchObject({ status: 200, headers: { "cache-control": "no-store" } });
    const { secret, uri } = begun.body;
    expect(secret).toMatch(/^[A-Z2-7]{32}$/);
    const url = new URL(uri);
    expect([url.protocol, url.host, decodeURIComponent(url.pathname)]).toStrictEqual([
      "otpauth:",
      "totp",
      `/Latchkey:${user.email}`,
    ]);
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      secret,
      issuer: "Latchkey",
      digits: "6",
      period: "30",
    });
    // Begun only: nothing is asked for yet.
    expect(await profileOf(as)).toMatchObject({ twoFactor: false, recoveryCodesLeft: null });
    expect((await givePassword(user)).body).toMatchObject({ user: { id: user.id } });

    const confirmed = await server.call<{ recoveryCodes: string[] }>("POST", "/v1/profile/two-factor/confirm", {
      as,
      body: { code: codeOf(server, secret) },
    });
    expect(confirmed).toMatchObject({ status: 200, headers: { "cache-control": "no-store" } });
    const { recoveryCodes } = confirmed.body;
    expect(new Set(recoveryCodes).size).toBe(10);
    for (const code of recoveryCodes) expect(code).toMatch(/^[2-9a-z]{4}-[2-9a-z]{4}-[2-9a-z]{4}$/);
    expect(await profileOf(as)).toMatchObject({ twoFactor: true, recoveryCodesLeft: 10 });
    expect(await actionsOf(user)).toStrictEqual(["user.two-factor-enabled", "user.two-factor-started"]);
  });

  it("takes no code of another secret or time, and turns nothing on by it", async () => {
    const user = await addUser(server, "acme", []);
    const as = await signIn(server, user);
    const first = await startTwoFactor(server, as);
    const secret = await startTwoFactor(server, as);
    const confirm = (code: string) => server.call("POST", "/v1/profile/two-factor/confirm", { as, body: { code } });
    for (const code of [codeOf(server, first), codeOf(server, secret, 2), codeOf(server, secret, -2), "", "000000"]) {
      const problem = expectProblem(await confirm(code), 422, "WRONG_CODE");
      expect(problem.errors).toMatchObject([{ path: "/code" }]);
    }
    expect(await profileOf(as)).toMatchObject({ twoFactor: false });
    expect((await confirm(` ${codeOf(server, secret).replace(/^.../, "$& ")}`)).status).toBe(200);
    expectProblem(await confirm(codeOf(server, secret)), 409, "TWO_FACTOR_ON");
    expectProblem(
      await server.call("POST", "/v1/profile/two-factor", { as, body: { password: PASSWORD } }),
      409,
      "TWO_FACTOR_ON",
    );
  });

  it("waits a quarter of an hour for the first code, and isn't begun by a wrong password", async () => {
    const as = await signIn(server, await addUser(server, "acme", []));
    const confirm = (code: string) => server.call("POST", "/v1/profile/two-factor/confirm", { as, body: { code } });
    expectProblem(await confirm("000000"), 409, "TWO_FACTOR_OFF");
    const begin = await server.call("POST", "/v1/profile/two-factor", { as, body: { password: "wrong" } });
    expect(expectProblem(begin, 422, "WRONG_PASSWORD").errors).toMatchObject([{ path: "/password" }]);
    expectProblem(await confirm("000000"), 409, "TWO_FACTOR_OFF");
    const secret = await startTwoFactor(server, as);
    server.clock.wallMs += 15 * 60_000;
    expectProblem(await confirm(codeOf(server, secret)), 409, "TWO_FACTOR_OFF");
  });
});

describe("signing in with two-factor", () => {
  it("takes a code after the password, and begins a session under a new id only then", async () => {
    const { secret, user } = await addGuarded();
    later();
    const asked = await givePassword(user);
    expect(asked.status).toBe(200);
    expect(asked.body).toStrictEqual({ twoFactorNeeded: true });
    const [cookie = "", ...others] = setCookies(asked.headers);
    expect(others).toStrictEqual([]);
    const [pair = "", ...attributes] = cookie.split("; ");
    expect(pair).toMatch(/^latchkey-two-factor=[\w-]{43}$/);
    expect(attributes.toSorted()).toStrictEqual(["HttpOnly", "Max-Age=300", "Path=/", "SameSite=Strict"]);

    const answer = await giveCode(asked, codeOf(server, secret));
    expect(answer).toMatchObject({ status: 200, body: { user: { id: user.id }, accounts: [{ name: "acme" }] } });
    const [forgotten, session] = setCookies(answer.headers);
    expect(forgotten).toMatch(/^latchkey-two-factor=; .*Max-Age=0/);
    expect(session).toMatch(/^latchkey-session=[^;]{40,};.*HttpOnly/);
    expect(await whoIs(session?.split(";")[0] ?? "")).toBe(user.id);
  });

  it("counts as signed in nowhere before the code", async () => {
    const { as, user } = await addGuarded();
    const { items: before } = (await server.call<{ items: object[] }>("GET", "/v1/profile/sessions", { as })).body;
    const ticket = cookieOf(await givePassword(user));
    expect(await whoIs(ticket)).toBeUndefined();
    // Nor under the name of a session's cookie.
    for (const cookie of [ticket, ticket.replace("two-factor", "session"), `${ticket}; latchkey-session=x.y`]) {
      for (const url of ["/v1/profile", "/v1/accounts", "/v1/accounts/acme", "/v1/accounts/acme/api-keys"]) {
        expectProblem(await server.call("GET", url, { as: { cookie } }), 401, "UNAUTHENTICATED");
      }
    }
    const { items } = (await server.call<{ items: object[] }>("GET", "/v1/profile/sessions", { as })).body;
    expect(items).toHaveLength(before.length);
  });

  it("ends the session that the browser brought, once the code is right", async () => {
    const { secret, user } = await addGuarded();
    later();
    const planted = await signIn(server, await addUser(server, "acme", []));
    const asked = await givePassword(user, planted.cookie);
    expect(await whoIs(planted.cookie)).toBeDefined();
    const answer = await giveCode(`${planted.cookie}; ${cookieOf(asked)}`, codeOf(server, secret));
    expect(answer.status).toBe(200);
    expect(await whoIs(planted.cookie)).toBeUndefined();
  });

  it("takes the codes of the half minutes beside this one, each once, also of many at once", async () => {
    const { secret, user } = await addGuarded();
    server.clock.wallMs += 10 * 30_000;
    const tries: [steps: number, status: number][] = [
      [-2, 401],
      [2, 401],
      [-1, 200],
      [-1, 401],
      [0, 200],
      [0, 401],
      [-1, 401],
      [1, 200],
      [0, 401],
    ];
    for (const [steps, status] of tries) {
      const answer = await giveCode(await givePassword(user), codeOf(server, secret, steps));
      expect({ steps, status: answer.status }).toStrictEqual({ steps, status });
    }
    server.clock.wallMs += 10 * 30_000;
    const asked = await Promise.all(Array.from({ length: 8 }, () => givePassword(user)));
    const answers = await Promise.all(asked.map((one) => giveCode(one, codeOf(server, secret))));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  it("takes a sign-in's ticket once, however many bring it with however many codes", async () => {
    const { recoveryCodes, user } = await addGuarded();
    const asked = await givePassword(user);
    const answers = await Promise.all(recoveryCodes.map((code) => giveCode(asked, code)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expectProblem(await giveCode(asked, recoveryCodes[9] ?? ""), 401, "SIGN_IN_FAILED");
  });

  it("rule 11: takes a recovery code once, however it is typed, and the log says so", async () => {
    const { as, recoveryCodes, user } = await addGuarded();
    const [first = "", second = ""] = recoveryCodes;
    expect((await giveCode(await givePassword(user), ` ${first.toUpperCase().replaceAll("-", " ")}`)).status).toBe(200);
    expectProblem(await giveCode(await givePassword(user), first), 401, "SIGN_IN_FAILED");
    expect((await giveCode(await givePassword(user), second.replaceAll("-", ""))).status).toBe(200);
    expect(await profileOf(as)).toMatchObject({ recoveryCodesLeft: 8 });
    const url = `/v1/accounts/acme/audit-events?action=user.recovery-code-used&target=${user.id}`;
    expect((await server.call("GET", url)).body).toMatchObject({
      items: [
        { actor: { kind: "user", id: user.id }, after: { recoveryCodesLeft: 8 } },
        { actor: { kind: "user", id: user.id }, after: { recoveryCodesLeft: 9 } },
      ],
    });
  });

  it("answers alike a wrong code, one of somebody else, a late one and a ticket that isn't there", async () => {
    const [{ secret, user }, other] = [await addGuarded(), await addGuarded()];
    later();
    const late = await givePassword(user);
    server.clock.wallMs += 5 * 60_000;
    const right = codeOf(server, secret);
    const asked = await givePassword(user);
    const before = await revisionOf(server);
    const answers = [
      await giveCode(late, right),
      await giveCode(asked, "000000"),
      await giveCode(asked, ""),
      await giveCode(asked, "12345"),
      await giveCode(asked, codeOf(server, other.secret)),
      await giveCode(asked, other.recoveryCodes[0] ?? ""),
      await giveCode(await givePassword(other.user), right),
      await giveCode(`${cookieOf(asked)}x`, right),
      await giveCode("latchkey-two-factor=", right),
      await giveCode("other=1", right),
      await server.call("POST", "/v1/session/two-factor", {
        as: null,
        headers: { origin: TEST_ORIGIN },
        body: { code: right },
      }),
    ];
    const problems = answers.map((answer) => ({ ...expectProblem(answer, 401, "SIGN_IN_FAILED"), requestId: "" }));
    expect(new Set(problems.map((problem) => JSON.stringify(problem))).size).toBe(1);
    for (const answer of answers) expect(setCookies(answer.headers)).toStrictEqual([]);
    expect(await revisionOf(server)).toBe(before);
    expect((await giveCode(asked, right)).status).toBe(200);
  });

  it("waits no longer once the password was changed", async () => {
    const { as, secret, user } = await addGuarded();
    later();
    const asked = await givePassword(user);
    const body = { current: PASSWORD, password: "another horse, another battery" };
    expect((await server.call("POST", "/v1/profile/password", { as, body })).status).toBe(204);
    expectProblem(await giveCode(asked, codeOf(server, secret)), 401, "SIGN_IN_FAILED");
  });

  it("limits guesses at codes, per person from wherever, with however many sign-ins", async () => {
    const guarded = await createTestServer({ realLimits: true });
    onTestFinished(() => guarded.close());
    await addAccounts(guarded, "acme");
    const { secret, user } = await addGuarded(guarded);
    later(guarded);
    const guess = async (n: number, code: string) =>
      (await giveCode(await givePassword(user, undefined, guarded), code, guarded, `203.0.113.${n}`)).status;
    const statuses: number[] = [];
    for (let n = 0; n < 6; n++) statuses.push(await guess(1, "000000"));
    expect(statuses).toStrictEqual([401, 401, 401, 401, 401, 429]);
    for (let n = 2; n < 7; n++) expect(await guess(n, "000000")).toBe(401);
    expect(await guess(8, codeOf(guarded, secret))).toBe(429);
  });

  it("over https keeps its ticket for this host alone", async () => {
    const origin = "https://keys.example.com";
    const secure = await createTestServer({ publicUrl: origin });
    onTestFinished(() => secure.close());
    await addAccounts(secure, "acme");
    const user = await addUser(secure, "acme", []);
    const post = (url: string, body: object, cookie = "") =>
      secure.call("POST", url, { as: null, headers: { origin, cookie }, body });
    const as = cookieOf(await post("/v1/session", { email: user.email, password: PASSWORD }));
    const { body } = await post("/v1/profile/two-factor", { password: PASSWORD }, as);
    const { secret } = body as { secret: string };
    await post("/v1/profile/two-factor/confirm", { code: codeOf(secure, secret) }, as);
    later(secure);
    const asked = await post("/v1/session", { email: user.email, password: PASSWORD });
    const [cookie = ""] = setCookies(asked.headers);
    expect(cookie).toMatch(/^__Host-latchkey-two-factor=.*; Secure/);
    const bare = cookieOf(asked).replace("__Host-", "");
    expectProblem(await post("/v1/session/two-factor", { code: codeOf(secure, secret) }, bare), 401, "SIGN_IN_FAILED");
    expect((await post("/v1/session/two-factor", { code: codeOf(secure, secret) }, cookieOf(asked))).status).toBe(200);
  });
});

describe("with two-factor on", () => {
  it("rule 11: new recovery codes take the place of the old, for the password", async () => {
    const { as, recoveryCodes, user } = await addGuarded();
    const url = "/v1/profile/two-factor/recovery-codes";
    expectProblem(await server.call("POST", url, { as, body: { password: "wrong" } }), 422, "WRONG_PASSWORD");
    const answer = await server.call<{ recoveryCodes: string[] }>("POST", url, { as, body: { password: PASSWORD } });
    expect(answer.body.recoveryCodes).toHaveLength(10);
    expectProblem(await giveCode(await givePassword(user), recoveryCodes[0] ?? ""), 401, "SIGN_IN_FAILED");
    expect((await giveCode(await givePassword(user), answer.body.recoveryCodes[0] ?? "")).status).toBe(200);
    expect(await actionsOf(user)).toContain("user.recovery-codes-replaced");
  });

  it("rule 11: it is turned off for the password, and sign-in asks for no code any more", async () => {
    const { as, secret, user } = await addGuarded();
    later();
    const asked = await givePassword(user);
    const off = (password: string) => server.call("DELETE", "/v1/profile/two-factor", { as, body: { password } });
    expectProblem(await off("wrong"), 422, "WRONG_PASSWORD");
    expect((await off(PASSWORD)).status).toBe(204);
    expect(await profileOf(as)).toMatchObject({ twoFactor: false, recoveryCodesLeft: null });
    expectProblem(await giveCode(asked, codeOf(server, secret)), 401, "SIGN_IN_FAILED");
    expect((await givePassword(user)).body).toMatchObject({ user: { id: user.id } });
    expectProblem(await off(PASSWORD), 409, "TWO_FACTOR_OFF");
    const codes = await server.call("POST", "/v1/profile/two-factor/recovery-codes", {
      as,
      body: { password: PASSWORD },
    });
    expectProblem(codes, 409, "TWO_FACTOR_OFF");
    expect(await actionsOf(user)).toContain("user.two-factor-disabled");
  });
});
