import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import type { Schema } from "../../../storage/schema.ts";
import { createTestDatabase } from "../../../storage/test-database.ts";
import { createTestServer, TEST_ORIGIN, type TestServer } from "../../../test-server.ts";
import {
  addAccounts,
  addUser,
  cookieOf,
  expectProblem,
  PASSWORD,
  setCookies,
  signIn,
  type TestUser,
} from "../../test-fixtures.ts";

let server: TestServer;
let person: TestUser;

beforeAll(async () => {
  server = await createTestServer();
  await addAccounts(server, "acme");
  person = await addUser(server, "acme", ["owner"]);
});

afterAll(() => server.close());

const post = (body: object, headers: Record<string, string> = { origin: TEST_ORIGIN }) =>
  server.call("POST", "/v1/session", { as: null, headers, body });

const whoIs = async (cookie: string) =>
  (await server.call<{ user: { email: string } | null }>("GET", "/v1/session", { as: { cookie } })).body.user?.email;

describe("signing in", () => {
  it("answers who it is and where they belong, and sets one cookie that scripts and other sites can't use", async () => {
    const answer = await post({ email: ` ${person.email.toUpperCase()} `, password: PASSWORD });
    expect(answer.status).toBe(200);
    expect(answer.body).toStrictEqual({
      user: { id: person.id, email: person.email, name: "A person", language: null },
      operator: false,
      accounts: [expect.objectContaining({ name: "acme", status: "active" })],
      providers: [],
    });
    const [cookie = "", ...others] = setCookies(answer.headers);
    expect(others).toStrictEqual([]);
    const [pair = "", ...attributes] = cookie.split("; ");
    expect(pair).toMatch(/^latchkey-session=[^;]{40,}$/);
    expect(attributes.toSorted()).toStrictEqual(["HttpOnly", "Max-Age=604800", "Path=/", "SameSite=Lax"]);
    expect(answer.headers["cache-control"]).toBe("no-store");
    expect(answer.text).not.toContain(decodeURIComponent(pair).split(/[=.]/)[1]);
    expect(await whoIs(cookieOf(answer))).toBe(person.email);
  });

  it("answers an unknown email, a wrong password and a person without one alike", async () => {
    await server.call("POST", "/v1/accounts/acme/users", {
      body: { email: "nopassword@acme.example", name: "n", roles: [] },
    });
    const answers = [
      await post({ email: "nobody@acme.example", password: PASSWORD }),
      await post({ email: person.email, password: `${PASSWORD}!` }),
      await post({ email: person.email, password: "" }),
      await post({ email: "nopassword@acme.example", password: PASSWORD }),
      await post({ email: "no address", password: PASSWORD }),
      await post({ email: "", password: "" }),
    ];
    const problems = answers.map((answer) => ({ ...expectProblem(answer, 401, "SIGN_IN_FAILED"), requestId: "" }));
    expect(new Set(problems.map((problem) => JSON.stringify(problem))).size).toBe(1);
    for (const answer of answers) {
      expect(setCookies(answer.headers)).toStrictEqual([]);
    }
    expect(server.log.join("")).not.toContain(PASSWORD);
  });

  it("works from localhost, 127.0.0.1 and [::1], and without an Origin for scripts", async () => {
    const body = { email: person.email, password: PASSWORD };
    for (const origin of ["http://localhost", "http://127.0.0.1", "http://[::1]"]) {
      expect((await post(body, { origin })).status).toBe(200);
      expect((await post(body, { origin, "sec-fetch-site": "same-origin" })).status).toBe(200);
    }
    expect((await post(body, {})).status).toBe(200);
  });

  it("makes a session of a new id each time, and ends the one that the browser brought", async () => {
    const first = await signIn(server, person);
    const again = await post({ email: person.email, password: PASSWORD }, { origin: TEST_ORIGIN, ...first });
    expect(again.status).toBe(200);
    expect(cookieOf(again)).not.toBe(first.cookie);
    expect(await whoIs(cookieOf(again))).toBe(person.email);
    expect(await whoIs(first.cookie)).toBeUndefined();
  });

  it("takes over no cookie that somebody planted: their session dies, ours is another", async () => {
    const attacker = await addUser(server, "acme", []);
    const planted = await signIn(server, attacker);
    const answer = await post({ email: person.email, password: PASSWORD }, { origin: TEST_ORIGIN, ...planted });
    expect(await whoIs(cookieOf(answer))).toBe(person.email);
    expect(await whoIs(planted.cookie)).toBeUndefined();
    const madeUp = { cookie: "latchkey-session=chosen-by-somebody.c2lnbmF0dXJl" };
    const answer2 = await post({ email: person.email, password: PASSWORD }, { origin: TEST_ORIGIN, ...madeUp });
    expect(cookieOf(answer2)).not.toContain("chosen-by-somebody");
    expect(await whoIs(madeUp.cookie)).toBeUndefined();
  });
});

describe("a session", () => {
  it("is nobody's without a cookie, or with one that was changed", async () => {
    const { cookie } = await signIn(server, person);
    const nobody = { user: null, operator: false, accounts: [], providers: [] };
    expect((await server.call("GET", "/v1/session", { as: null })).body).toStrictEqual(nobody);
    const [token = "", signature = ""] = cookie.split(".");
    const changed = [`${token}x.${signature}`, `${token}.${signature.slice(2)}`, token, `${token}.`, `${cookie}x`];
    for (const one of changed) {
      expect((await server.call("GET", "/v1/session", { as: { cookie: one } })).body).toStrictEqual(nobody);
    }
  });

  it("ended in the database is over at once", async () => {
    const engine = await (await createTestDatabase("sqlite")).open<Schema>();
    const own = await createTestServer({ engine });
    onTestFinished(() => own.close());
    await addAccounts(own, "acme");
    const user = await addUser(own, "acme", []);
    const [as, other] = [await signIn(own, user), await signIn(own, await addUser(own, "acme", []))];
    expect((await own.call("GET", "/v1/accounts/acme", { as })).status).toBe(200);
    await sql`delete from sessions where user_id = ${user.id}`.execute(engine.writer);
    expectProblem(await own.call("GET", "/v1/accounts/acme", { as }), 401, "UNAUTHENTICATED");
    expect((await own.call("GET", "/v1/session", { as })).body).toStrictEqual({
      user: null,
      operator: false,
      accounts: [],
      providers: [],
    });
    expect((await own.call("GET", "/v1/accounts/acme", { as: other })).status).toBe(200);
  });

  it("ends a week after it was last prolonged, and is prolonged once a day while it is used", async () => {
    const hoursLater = (hours: number) => void (server.clock.wallMs += hours * 3_600_000);
    const { cookie } = await signIn(server, person);
    hoursLater(23);
    expect(setCookies((await server.call("GET", "/v1/session", { as: { cookie } })).headers)).toStrictEqual([]);
    hoursLater(24);
    const prolonged = setCookies((await server.call("GET", "/v1/session", { as: { cookie } })).headers);
    expect(prolonged).toHaveLength(1);
    hoursLater(6 * 24);
    expect((await server.call("GET", "/v1/accounts", { as: { cookie } })).status).toBe(200);
    hoursLater(25);
    expectProblem(await server.call("GET", "/v1/accounts", { as: { cookie } }), 401, "UNAUTHENTICATED");
  });

  it("rule 15: that is over stays over when the clock is set back", async () => {
    const { cookie } = await signIn(server, person);
    const beganMs = server.clock.wallMs;
    server.clock.wallMs += 7 * 24 * 3_600_000;
    expect(await whoIs(cookie)).toBeUndefined();
    server.clock.wallMs = beganMs;
    expect(await whoIs(cookie)).toBeUndefined();
    expectProblem(await server.call("GET", "/v1/accounts", { as: { cookie } }), 401, "UNAUTHENTICATED");
    const rename = await server.call("PATCH", "/v1/profile", { as: { cookie }, body: { name: "Somebody" } });
    expectProblem(rename, 401, "UNAUTHENTICATED");
    expect(await whoIs((await signIn(server, person)).cookie)).toBe(person.email);
  });
});

describe("signing out", () => {
  it("ends the session in the database, makes the browser forget it, and leaves others alone", async () => {
    const [here, elsewhere] = [await signIn(server, person), await signIn(server, person)];
    const answer = await server.call("DELETE", "/v1/session", { as: here });
    expect(answer).toMatchObject({ status: 204, text: "" });
    expect(setCookies(answer.headers).join()).toMatch(/^latchkey-session=;.*Max-Age=0/);
    expect(await whoIs(here.cookie)).toBeUndefined();
    expect(await whoIs(elsewhere.cookie)).toBe(person.email);
    expect((await server.call("DELETE", "/v1/session", { as: here })).status).toBe(204);
  });
});

describe("over https", () => {
  it("the cookie belongs to this host alone and never travels in clear", async () => {
    const origin = "https://keys.example.com";
    const secure = await createTestServer({ publicUrl: origin });
    try {
      await addAccounts(secure, "acme");
      const { email } = await addUser(secure, "acme", []);
      const body = { email, password: PASSWORD };
      const answer = await secure.call("POST", "/v1/session", { as: null, headers: { origin }, body });
      const [cookie = ""] = setCookies(answer.headers);
      const [pair = "", ...attributes] = cookie.split("; ");
      expect(pair).toMatch(/^__Host-latchkey-session=/);
      expect(attributes.toSorted()).toStrictEqual(["HttpOnly", "Max-Age=604800", "Path=/", "SameSite=Lax", "Secure"]);
      const as = { as: null, headers: { cookie: pair } };
      expect((await secure.call("GET", "/v1/accounts", as)).status).toBe(200);
      const bare = { as: null, headers: { cookie: pair.replace("__Host-", "") } };
      expectProblem(await secure.call("GET", "/v1/accounts", bare), 401, "UNAUTHENTICATED");
      for (const other of ["http://keys.example.com", "http://localhost", "https://keys.example.com.evil.example"]) {
        const refused = await secure.call("POST", "/v1/session", { as: null, headers: { origin: other }, body });
        expectProblem(refused, 403, "ORIGIN_REFUSED");
      }
      expect(answer.headers["strict-transport-security"]).toBe("max-age=31536000");
    } finally {
      await secure.close();
    }
  });
});
