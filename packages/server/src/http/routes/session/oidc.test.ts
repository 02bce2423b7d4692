import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { type Answer, createTestServer, TEST_ORIGIN, type TestServer } from "../../../test-server.ts";
import {
  addAccounts,
  addKey,
  addUser,
  cookieOf,
  expectProblem,
  type ListOf,
  PASSWORD,
  revisionOf,
  setCookies,
  signIn,
} from "../../test-fixtures.ts";
import { startProvider, type TestProvider } from "../../test-oidc-provider.ts";
import { codeOf, turnOnTwoFactor } from "../../test-two-factor.ts";

const BEGIN = "/v1/session/oidc/main";
const FAILED = "/sign-in?failed=oidc";
const EMAIL = "ana@acme.example";

let provider: TestProvider;
let server: TestServer;
let userId: string;

beforeEach(async () => {
  provider = await startProvider(`${TEST_ORIGIN}${BEGIN}/callback`);
  provider.accounts.set("ana", { subject: "subject-ana", claims: { email: EMAIL, email_verified: true } });
  server = await createTestServer({ oidc: provider.settings });
  onTestFinished(() => server.close());
  // The provider's tokens run by this machine's clock.
  server.clock.wallMs = Date.now();
  await addAccounts(server, "acme", "zoom");
  userId = await add(EMAIL, "acme");
  // To another account, as somebody known: without a password.
  await server.call("POST", "/v1/accounts/zoom/users", { body: person(EMAIL) });
});

const person = (email: string) => ({ email, name: "A person", roles: [] });

async function add(email: string, account: string): Promise<string> {
  const body = { ...person(email), password: PASSWORD };
  return (await server.call<{ id: string }>("POST", `/v1/accounts/${account}/users`, { body })).body.id;
}

/** Begins a sign-in in a browser; answers where it is sent, and the cookie that it keeps. */
async function begin(to = "/", cookie = "") {
  const answer = await server.call("GET", `${BEGIN}?to=${encodeURIComponent(to)}`, { as: null, headers: { cookie } });
  expect(answer.status).toBe(303);
  return { url: String(answer.headers["location"]), cookie: cookieOf(answer), answer };
}

const comeBack = (url: URL, cookie: string, headers: Record<string, string> = {}) =>
  server.call("GET", `${url.pathname}${url.search}`, { as: null, headers: { cookie, ...headers } });

/** A whole sign-in as somebody is known to the provider. */
async function signInAs(name: string, to = "/") {
  const { cookie, url } = await begin(to);
  return comeBack(await provider.visit(url, name), cookie);
}

const whoIs = async (cookie: string) =>
  (await server.call<{ user: { id: string } | null }>("GET", "/v1/session", { as: { cookie } })).body.user?.id;

/** Nobody was signed in: the browser is sent to say so, and has nothing left of it. */
function expectFailed(answer: Answer<unknown>): void {
  expect([answer.status, answer.headers["location"]]).toStrictEqual([303, FAILED]);
  const [forgotten, ...others] = setCookies(answer.headers);
  expect(forgotten).toMatch(/^latchkey-oidc=; .*Max-Age=0/);
  expect(others).toStrictEqual([]);
}

const eventsIn = async (account: string) => {
  const url = `/v1/accounts/${account}/audit-events?action=user.linked`;
  return (await server.call<ListOf<object>>("GET", url)).body.items;
};

describe("signing in by a provider", () => {
  it("goes there and back, and arrives where it was to", async () => {
    expect((await server.call("GET", "/v1/session", { as: null })).body).toMatchObject({
      providers: [{ id: "main", name: "Acme ID" }],
    });
    const { answer: begun, cookie, url } = await begin("/accounts/acme?tab=external#top");
    const question = new URL(url);
    expect(`${question.origin}${question.pathname}`).toBe(`${provider.settings.issuer}/auth`);
    const asked = Object.fromEntries(question.searchParams);
    expect(asked).toStrictEqual({
      client_id: provider.settings.clientId,
      redirect_uri: `${TEST_ORIGIN}${BEGIN}/callback`,
      response_type: "code",
      scope: "openid email",
      code_challenge: expect.stringMatching(/^[\w-]{43}$/) as string,
      code_challenge_method: "S256",
      state: expect.stringMatching(/^[\w-]{43}$/) as string,
      nonce: expect.stringMatching(/^[\w-]{43}$/) as string,
    });
    const [kept = ""] = setCookies(begun.headers);
    expect(kept.split("; ").slice(1).toSorted()).toStrictEqual(["HttpOnly", "Max-Age=600", "Path=/", "SameSite=Lax"]);
    expect(kept).not.toContain(asked["state"]);
    expect(await whoIs(cookie)).toBeUndefined();

    const back = await provider.visit(url, "ana");
    expect(`${back.origin}${back.pathname}`).toBe(`${TEST_ORIGIN}${BEGIN}/callback`);
    const answer = await comeBack(back, cookie);
    expect(answer.status).toBe(303);
    expect(answer.headers["location"]).toBe("/accounts/acme?tab=external#top");
    const [forgotten, session = ""] = setCookies(answer.headers);
    expect(forgotten).toMatch(/^latchkey-oidc=; .*Max-Age=0/);
    expect(session).toMatch(/^latchkey-session=[^;]{40,};.*HttpOnly/);
    expect(await whoIs(session.split(";")[0] ?? "")).toBe(userId);
  });

  it("rule 11: links the person by an email that the provider has proven, once, and their accounts' logs say so", async () => {
    await signInAs("ana");
    for (const account of ["acme", "zoom"]) {
      expect(await eventsIn(account)).toMatchObject([
        {
          action: "user.linked",
          actor: { kind: "user", id: userId },
          target: userId,
          before: { password: true, twoFactor: false },
          after: { password: false, twoFactor: false, provider: provider.settings.issuer },
        },
      ]);
    }
    const before = await revisionOf(server);
    expect(await whoIs(cookieOf(await signInAs("ana")))).toBe(userId);
    expect(await revisionOf(server)).toBe(before);
  });

  it("takes away the password, codes and sessions of before: whoever chose them isn't let in any more", async () => {
    const user = { id: userId, email: EMAIL };
    const before = await signIn(server, user);
    const { secret } = await turnOnTwoFactor(server, before);
    server.clock.wallMs += 30_000;
    const credentials = { email: EMAIL, password: PASSWORD };
    const pending = await server.call("POST", "/v1/session", { as: null, body: credentials });
    const session = cookieOf(await signInAs("ana"));
    expect(await whoIs(before.cookie)).toBeUndefined();
    expectProblem(await server.call("POST", "/v1/session", { as: null, body: credentials }), 401, "SIGN_IN_FAILED");
    const code = await server.call("POST", "/v1/session/two-factor", {
      as: { cookie: cookieOf(pending) },
      body: { code: codeOf(server, secret) },
    });
    expectProblem(code, 401, "SIGN_IN_FAILED");
    const as = { cookie: session };
    expect((await server.call("GET", "/v1/profile", { as })).body).toMatchObject({
      hasPassword: false,
      twoFactor: false,
    });
    const start = await server.call("POST", "/v1/profile/two-factor", { as, body: { password: PASSWORD } });
    expectProblem(start, 409, "NO_PASSWORD");
  });

  it("takes away an open link to a new password with the password", async () => {
    const url = `/v1/accounts/acme/users/${userId}/password-reset`;
    const { body } = await server.call<{ id: string; link: { url: string } }>("POST", url);
    await signInAs("ana");
    const secret = body.link.url.split("#")[1];
    const use = { as: null, body: { secret, password: "a password of another" } };
    expectProblem(await server.call("POST", `/v1/password-resets/${body.id}/use`, use), 404, "UNKNOWN_RESET");
    const { profiles } = server.store.reads;
    expect(await profiles.findByEmail(EMAIL)).toMatchObject({ passwordHash: null });
  });

  it("proves who somebody is to operators who give them more: their session goes on, however their account made them", async () => {
    const evil = await addKey(server, "acme", ["owner"]);
    const body = { ...person("planted@acme.example"), password: PASSWORD };
    await server.call("POST", "/v1/accounts/acme/users", { as: evil, body });
    const claims = { email: body.email, email_verified: true };
    provider.accounts.set("paula", { subject: "subject-paula", claims });
    const as = { cookie: cookieOf(await signInAs("paula")) };
    const added = await server.call("POST", "/v1/operators", { body: { email: body.email } });
    expect(added.status).toBe(201);
    expect(added.body).not.toHaveProperty("passwordReset");
    expect((await server.call("GET", "/v1/operators", { as })).status).toBe(200);
  });

  it("knows a person by the provider's subject, whatever email they have there later", async () => {
    await signInAs("ana");
    provider.accounts.set("ana", {
      subject: "subject-ana",
      claims: { email: "ana@new.example", email_verified: true },
    });
    expect(await whoIs(cookieOf(await signInAs("ana")))).toBe(userId);
    provider.accounts.set("ana", { subject: "subject-ana", claims: {} });
    expect(await whoIs(cookieOf(await signInAs("ana")))).toBe(userId);
  });

  it("lets nobody in who was given the email of somebody linked", async () => {
    await signInAs("ana");
    provider.accounts.set("heir", { subject: "subject-heir", claims: { email: EMAIL, email_verified: true } });
    const before = await revisionOf(server);
    expectFailed(await signInAs("heir"));
    expect(await revisionOf(server)).toBe(before);
  });

  it.each([
    ["that isn't verified", { email: EMAIL, email_verified: false }],
    ["of which it doesn't say so", { email: EMAIL }],
    ["of which it says so in other words", { email: EMAIL, email_verified: "true" }],
    ["of nobody here", { email: "nobody@acme.example", email_verified: true }],
    ["that is ours in lower case alone", { email: "\u212Ate@acme.example", email_verified: true }],
    ["with spaces around it", { email: ` ${EMAIL}`, email_verified: true }],
    ["that is a list", { email: [EMAIL], email_verified: true }],
    ["that isn't there", {}],
  ])("lets nobody in by an email %s, and writes nothing", async (_what, claims) => {
    await add("kate@acme.example", "acme");
    provider.accounts.set("mallory", { subject: "subject-mallory", claims });
    const before = await revisionOf(server);
    expectFailed(await signInAs("mallory"));
    expect(await revisionOf(server)).toBe(before);
    expect((await signIn(server, { id: userId, email: EMAIL })).cookie).toContain("latchkey-session");
  });

  it("compares emails without case", async () => {
    provider.accounts.set("ana", {
      subject: "subject-ana",
      claims: { email: "ANA@Acme.example", email_verified: true },
    });
    expect(await whoIs(cookieOf(await signInAs("ana")))).toBe(userId);
  });

  it("begins a session of a new id, and ends the one that the browser brought", async () => {
    const planted = await signIn(server, await addUser(server, "acme", []));
    const { cookie, url } = await begin();
    const answer = await comeBack(await provider.visit(url, "ana"), `${planted.cookie}; ${cookie}`);
    expect(await whoIs(cookieOf(answer))).toBe(userId);
    expect(await whoIs(planted.cookie)).toBeUndefined();
  });

  it("tells the provider our own address, whatever the request calls us", async () => {
    const headers = { host: "evil.example", "x-forwarded-host": "evil.example", "x-forwarded-proto": "https" };
    const answer = await server.call("GET", BEGIN, { as: null, headers });
    const { searchParams } = new URL(String(answer.headers["location"]));
    expect(searchParams.get("redirect_uri")).toBe(`${TEST_ORIGIN}${BEGIN}/callback`);
    const { cookie, url } = await begin();
    const back = await comeBack(await provider.visit(url, "ana"), cookie, headers);
    expect(back.headers["location"]).toBe("/");
  });
});

describe("an answer of the provider", () => {
  it("signs nobody in without the browser that asked: no link of somebody else's does", async () => {
    const [ours, theirs] = [await begin(), await begin()];
    const back = await provider.visit(theirs.url, "ana");
    expectFailed(await comeBack(back, ""));
    expectFailed(await comeBack(back, ours.cookie));
    expectFailed(await comeBack(back, "latchkey-oidc=made-up"));
    expectFailed(await comeBack(back, `${theirs.cookie.slice(0, -2)}AA`));
    expect((await comeBack(back, theirs.cookie)).headers["location"]).toBe("/");
  });

  it("counts once, also in the browser that asked", async () => {
    const { cookie, url } = await begin();
    const back = await provider.visit(url, "ana");
    expect((await comeBack(back, cookie)).headers["location"]).toBe("/");
    expectFailed(await comeBack(back, cookie));
  });

  it("isn't taken for the answer to another question of the same browser", async () => {
    const [first, second] = [await begin(), await begin()];
    const [one, two] = [await provider.visit(first.url, "ana"), await provider.visit(second.url, "ana")];
    // The code of the first, under the state of the second: PKCE and nonce are the first's.
    two.searchParams.set("code", one.searchParams.get("code") ?? "");
    expectFailed(await comeBack(two, second.cookie));
  });

  it.each([
    ["another state", (url: URL) => url.searchParams.set("state", "A".repeat(43))],
    ["no state", (url: URL) => url.searchParams.delete("state")],
    ["its state twice", (url: URL) => url.searchParams.append("state", url.searchParams.get("state") ?? "")],
    ["another code", (url: URL) => url.searchParams.set("code", "made-up")],
    ["no code", (url: URL) => url.searchParams.delete("code")],
    ["another issuer: that of a mix-up", (url: URL) => url.searchParams.set("iss", "https://evil.example")],
    ["no issuer", (url: URL) => url.searchParams.delete("iss")],
  ])("is refused with %s", async (_what, change) => {
    const { cookie, url } = await begin();
    const back = await provider.visit(url, "ana");
    change(back);
    expectFailed(await comeBack(back, cookie));
  });

  it("that somebody said no is shown, and no code or state of it is logged", async () => {
    const { cookie, url } = await begin();
    const back = await provider.visit(url, null);
    expect(back.searchParams.get("error")).toBe("access_denied");
    expectFailed(await comeBack(back, cookie));
    const again = await begin();
    const right = await provider.visit(again.url, "ana");
    await comeBack(right, again.cookie);
    const log = server.log.join("");
    expect(log).toContain("OAUTH_AUTHORIZATION_RESPONSE_ERROR");
    const asked = new URL(again.url).searchParams;
    const secrets = [
      right.searchParams.get("code"),
      asked.get("state"),
      asked.get("nonce"),
      again.cookie.split("=")[1],
    ];
    for (const secret of [...secrets, provider.settings.clientSecret]) {
      expect(secret).toMatch(/.{30}/);
      expect(log).not.toContain(secret);
    }
  });

  it("is waited for ten minutes", async () => {
    const { cookie, url } = await begin();
    const back = await provider.visit(url, "ana");
    server.clock.wallMs += 10 * 60_000;
    expectFailed(await comeBack(back, cookie));
  });

  it("is asked of the provider a bounded number of times from one network", async () => {
    const { cookie, url } = await begin();
    const back = await provider.visit(url, "ana");
    back.searchParams.set("state", "wrong");
    for (let n = 0; n < 50; n++) expectFailed(await comeBack(back, cookie));
    expectProblem(await comeBack(back, cookie), 429, "TOO_MANY_ATTEMPTS");
  });
});

describe("where somebody is to arrive", () => {
  it.each([
    ["/accounts/acme", "/accounts/acme"],
    ["/a?b=c#d", "/a?b=c#d"],
    ["/a/../b", "/b"],
    ["https://evil.example/", "/"],
    ["//evil.example/", "/"],
    ["/\\evil.example/", "/"],
    ["/\t/evil.example/", "/"],
    ["/\r\nset-cookie: a=b", "/set-cookie:%20a=b"],
    ["/.//evil.example", "/"],
    ["javascript:alert(1)", "/"],
    ["accounts", "/"],
    ["", "/"],
    ["/v1/session/oidc/main", "/"],
    [`/${"a".repeat(1_000)}`, "/"],
  ])("%j is %s: no place but ours", async (to, arrival) => {
    expect(await signInAs("ana", to)).toMatchObject({ status: 303, text: "", headers: { location: arrival } });
  });
});

describe("a provider", () => {
  it("that is away holds up neither start nor others, and is asked again", async () => {
    await provider.pause();
    const own = await createTestServer({ oidc: provider.settings });
    onTestFinished(() => own.close());
    const away = await own.call("GET", BEGIN, { as: null });
    expect([away.status, away.headers["location"]]).toStrictEqual([303, FAILED]);
    expect((await own.call("GET", "/v1/session", { as: null })).status).toBe(200);
    await provider.resume();
    const back = await own.call("GET", BEGIN, { as: null });
    expect(String(back.headers["location"])).toContain(provider.settings.issuer);
  });

  it("that isn't configured isn't there", async () => {
    const without = await createTestServer();
    onTestFinished(() => without.close());
    for (const url of [BEGIN, `${BEGIN}/callback`]) {
      expectProblem(await without.call("GET", url, { as: null }), 404, "NOT_FOUND");
      expectProblem(await server.call("GET", url.replace("main", "other"), { as: null }), 404, "NOT_FOUND");
    }
  });

  it("over https finds its cookie bound to this host", async () => {
    const publicUrl = "https://keys.example.com";
    const secure = await createTestServer({ oidc: provider.settings, publicUrl });
    onTestFinished(() => secure.close());
    const answer = await secure.call("GET", BEGIN, { as: null });
    expect(setCookies(answer.headers)[0]).toMatch(/^__Host-latchkey-oidc=.*; Secure$/);
    expect(new URL(String(answer.headers["location"])).searchParams.get("redirect_uri")).toBe(
      `${publicUrl}${BEGIN}/callback`,
    );
  });
});
