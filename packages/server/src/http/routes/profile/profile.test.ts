import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from "vitest";
import { type Credentials, createTestServer, TEST_ORIGIN, type TestServer } from "../../../test-server.ts";
import {
  addAccounts,
  addUser,
  expectProblem,
  type ListOf,
  PASSWORD,
  revisionOf,
  signIn,
  type TestUser,
} from "../../test-fixtures.ts";

const OTHER_PASSWORD = "another horse, another battery";

interface AuditEvent {
  readonly action: string;
  readonly actor: object;
  readonly target: string;
  readonly before: object | null;
  readonly after: object | null;
}

interface OwnSession {
  readonly id: string;
  readonly current: boolean;
  readonly createdAt: string;
  readonly lastSeenAt: string;
  readonly network: string | null;
}

let server: TestServer;

beforeAll(async () => {
  server = await createTestServer();
  await addAccounts(server, "acme", "zoom");
});

afterAll(() => server.close());

/** Somebody who belongs to both accounts. */
async function addPerson(): Promise<TestUser> {
  const user = await addUser(server, "acme", []);
  const body = { email: user.email, name: "ignored", roles: [] };
  expect((await server.call("POST", "/v1/accounts/zoom/users", { body })).status).toBe(201);
  return user;
}

async function eventsOf(account: string, userId: string): Promise<AuditEvent[]> {
  const url = `/v1/accounts/${account}/audit-events?target=${userId}&limit=200`;
  return (await server.call<ListOf<AuditEvent>>("GET", url)).body.items.filter(({ action }) => action !== "user.added");
}

const signInWith = (email: string, password: string) =>
  server.call("POST", "/v1/session", { as: null, headers: { origin: TEST_ORIGIN }, body: { email, password } });

const whoIs = async (as: Credentials) =>
  (await server.call<{ user: { id: string } | null }>("GET", "/v1/session", { as })).body.user?.id;

const sessionsOf = async (as: Credentials) =>
  (await server.call<{ items: OwnSession[] }>("GET", "/v1/profile/sessions", { as })).body.items;

describe("a profile", () => {
  it("shows a person to themselves", async () => {
    const user = await addPerson();
    const answer = await server.call("GET", "/v1/profile", { as: await signIn(server, user) });
    expect(answer).toMatchObject({ status: 200, headers: { "cache-control": "no-store" } });
    expect(answer.body).toStrictEqual({
      id: user.id,
      email: user.email,
      name: "A person",
      language: null,
      hasPassword: true,
      twoFactor: false,
      recoveryCodesLeft: null,
    });
  });

  it("rule 11: takes another name and language, which every account's log says", async () => {
    const user = await addPerson();
    const as = await signIn(server, user);
    const body = { name: "  Zoë ", language: "pt-BR" };
    expect((await server.call("PATCH", "/v1/profile", { as, body })).body).toMatchObject({
      name: "Zoë",
      language: "pt-BR",
    });
    expect((await server.call("GET", "/v1/session", { as })).body).toMatchObject({
      user: { name: "Zoë", language: "pt-BR" },
    });
    for (const account of ["acme", "zoom"]) {
      expect((await server.call("GET", `/v1/accounts/${account}/users/${user.id}`)).body).toMatchObject({
        name: "Zoë",
      });
      expect(await eventsOf(account, user.id)).toMatchObject([
        {
          action: "user.changed",
          actor: { kind: "user", id: user.id, name: "A person" },
          before: { name: "A person", language: null },
          after: { name: "Zoë", language: "pt-BR" },
        },
      ]);
    }
    const before = await revisionOf(server);
    await server.call("PATCH", "/v1/profile", { as, body });
    expect(await revisionOf(server)).toBe(before);
    await server.call("PATCH", "/v1/profile", { as, body: { language: null } });
    expect((await server.call("GET", "/v1/profile", { as })).body).toMatchObject({ name: "Zoë", language: null });
  });

  it("isn't changed over what another of their browsers changed meanwhile", async () => {
    const as = await signIn(server, await addPerson());
    const { headers } = await server.call("GET", "/v1/profile", { as });
    const edit = (language: string) =>
      server.call("PATCH", "/v1/profile", { as, headers: { "if-match": String(headers["etag"]) }, body: { language } });
    expect((await edit("es")).status).toBe(200);
    expectProblem(await edit("en"), 412, "PRECONDITION_FAILED");
    expect((await server.call("GET", "/v1/profile", { as })).body).toMatchObject({ language: "es" });
  });
});

describe("a password", () => {
  it("rule 11: is changed by who knows it, which ends their other sessions and every account's log says", async () => {
    const user = await addPerson();
    const [as, other] = [await signIn(server, user), await signIn(server, user)];
    const bystander = await signIn(server, await addPerson());
    const body = { current: PASSWORD, password: OTHER_PASSWORD };
    expect((await server.call("POST", "/v1/profile/password", { as, body })).status).toBe(204);
    expect(await whoIs(as)).toBe(user.id);
    expect(await whoIs(other)).toBeUndefined();
    expect(await whoIs(bystander)).toBeDefined();
    expectProblem(await signInWith(user.email, PASSWORD), 401, "SIGN_IN_FAILED");
    expect((await signInWith(user.email, OTHER_PASSWORD)).status).toBe(200);
    for (const account of ["acme", "zoom"]) {
      expect(await eventsOf(account, user.id)).toMatchObject([
        { action: "user.password-changed", actor: { kind: "user", id: user.id } },
      ]);
    }
  });

  it("stays where the old one is wrong or the new one too short, and says which", async () => {
    const user = await addPerson();
    const as = await signIn(server, user);
    const other = await signIn(server, user);
    const before = await revisionOf(server);
    const change = (current: string, password: string) =>
      server.call("POST", "/v1/profile/password", { as, body: { current, password } });
    const wrong = expectProblem(await change(`${PASSWORD}!`, OTHER_PASSWORD), 422, "WRONG_PASSWORD");
    expect(wrong.errors).toStrictEqual([{ path: "/current", message: "is not your password" }]);
    const short = expectProblem(await change(PASSWORD, "short"), 422, "INVALID_INPUT");
    expect(short.errors).toMatchObject([{ path: "/password" }]);
    expect(await revisionOf(server)).toBe(before);
    expect(await whoIs(other)).toBe(user.id);
    expect((await signInWith(user.email, PASSWORD)).status).toBe(200);
    expect(server.log.join("")).not.toContain(OTHER_PASSWORD);
  });

  it("is changed by one of two at once", async () => {
    const user = await addPerson();
    const as = await signIn(server, user);
    const answers = await Promise.all(
      ["first password", "second password"].map((password) =>
        server.call("POST", "/v1/profile/password", { as, body: { current: PASSWORD, password } }),
      ),
    );
    expect(new Set(answers.map(({ status }) => status))).toStrictEqual(new Set([204, 422]));
  });

  it("can't be guessed by who found a browser open", async () => {
    const guarded = await createTestServer({ realLimits: true });
    onTestFinished(() => guarded.close());
    await addAccounts(guarded, "acme");
    const as = await signIn(guarded, await addUser(guarded, "acme", []));
    const guess = async (method: "POST" | "DELETE", url: string, body: object) =>
      (await guarded.call(method, url, { as, body })).status;
    const password = "a guess";
    const statuses: number[] = [];
    for (let n = 0; n < 4; n++) {
      statuses.push(await guess("POST", "/v1/profile/password", { current: password, password: OTHER_PASSWORD }));
      statuses.push(await guess("POST", "/v1/profile/two-factor", { password }));
      statuses.push(await guess("DELETE", "/v1/profile/two-factor", { password }));
    }
    expect(statuses).toStrictEqual([...Array.from({ length: 10 }, () => 422), 429, 429]);
    expect(await guess("POST", "/v1/profile/two-factor", { password: PASSWORD })).toBe(429);
  });
});

describe("sessions", () => {
  it("are listed to their person, who sees which one asks, and from where and when each came", async () => {
    const user = await addPerson();
    const body = { email: user.email, password: PASSWORD };
    const from = (ip: string) => server.call("POST", "/v1/session", { as: null, ip, body });
    await from("203.0.113.9");
    server.clock.wallMs += 1_000;
    await signIn(server, await addPerson());
    const as = await signIn(server, user);
    const sessions = await sessionsOf(as);
    expect(sessions.map(({ current, network }) => ({ current, network }))).toStrictEqual([
      { current: true, network: "127.0.0.1" },
      { current: false, network: "203.0.113.9" },
    ]);
    for (const session of sessions) {
      expect(Object.keys(session).toSorted()).toStrictEqual(["createdAt", "current", "id", "lastSeenAt", "network"]);
    }
    const { wallMs } = server.clock;
    expect(sessions.map(({ createdAt }) => Date.parse(createdAt))).toStrictEqual([wallMs, wallMs - 1_000]);
    expect(JSON.stringify(sessions)).not.toContain(decodeURIComponent(as.cookie).split(/[=.]/)[1]);
  });

  it("say when they were last seen, to within minutes", async () => {
    const user = await addPerson();
    const as = await signIn(server, user);
    const seenAt = async () => Date.parse((await sessionsOf(as))[0]?.lastSeenAt ?? "");
    const beganAt = await seenAt();
    server.clock.wallMs += 4 * 60_000;
    await sessionsOf(as);
    expect(await seenAt()).toBe(beganAt);
    server.clock.wallMs += 2 * 60_000;
    await sessionsOf(as);
    // Kept on the side: nobody waits for it.
    await vi.waitFor(async () => expect(await seenAt()).toBe(server.clock.wallMs));
    server.clock.wallMs -= 6 * 60_000;
  });

  it("rule 11: are ended one by one, or all but the one that asks, which the logs say", async () => {
    const user = await addPerson();
    const [as, second, third, fourth] = [
      await signIn(server, user),
      await signIn(server, user),
      await signIn(server, user),
      await signIn(server, user),
    ];
    const idOf = async (session: Credentials) => (await sessionsOf(session)).find(({ current }) => current)?.id ?? "";
    const url = `/v1/profile/sessions/${await idOf(second)}`;
    expect((await server.call("DELETE", url, { as })).status).toBe(204);
    expect(await whoIs(second)).toBeUndefined();
    expectProblem(await server.call("DELETE", url, { as }), 404, "NOT_FOUND");
    expect((await server.call("DELETE", "/v1/profile/sessions", { as })).status).toBe(204);
    expect(await Promise.all([as, third, fourth].map(whoIs))).toStrictEqual([user.id, undefined, undefined]);
    const before = await revisionOf(server);
    expect((await server.call("DELETE", "/v1/profile/sessions", { as })).status).toBe(204);
    expect(await revisionOf(server)).toBe(before);
    for (const account of ["acme", "zoom"]) {
      expect(await eventsOf(account, user.id)).toMatchObject([
        { action: "user.sessions-ended", after: { sessions: 2 } },
        { action: "user.sessions-ended", after: { sessions: 1 } },
      ]);
    }
  });

  it("of others can't be ended, nor told from those that don't exist", async () => {
    const [mine, theirs] = [await signIn(server, await addPerson()), await signIn(server, await addPerson())];
    const [session] = await sessionsOf(theirs);
    const before = await revisionOf(server);
    for (const id of [session?.id ?? "", "nothing", "%00"]) {
      const answer = await server.call("DELETE", `/v1/profile/sessions/${id}`, { as: mine });
      expect([404, 422]).toContain(answer.status);
    }
    expect(await whoIs(theirs)).toBeDefined();
    expect(await revisionOf(server)).toBe(before);
  });

  it("that end themselves are over", async () => {
    const as = await signIn(server, await addPerson());
    const [session] = await sessionsOf(as);
    expect((await server.call("DELETE", `/v1/profile/sessions/${session?.id}`, { as })).status).toBe(204);
    expect(await whoIs(as)).toBeUndefined();
    expectProblem(await server.call("GET", "/v1/profile", { as }), 401, "UNAUTHENTICATED");
  });

  it("rules 4 and 12: that are ended meanwhile change nothing more", async () => {
    const user = await addPerson();
    const as = await signIn(server, user);
    const { isPassword } = server.ports;
    const proof = vi.spyOn(server.ports, "isPassword").mockImplementationOnce(async (password, hash) => {
      const other = await signIn(server, user);
      await server.call("DELETE", "/v1/profile/sessions", { as: other });
      return isPassword(password, hash);
    });
    onTestFinished(() => proof.mockRestore());
    const body = { current: PASSWORD, password: OTHER_PASSWORD };
    expectProblem(await server.call("POST", "/v1/profile/password", { as, body }), 401, "UNAUTHENTICATED");
    expect((await signInWith(user.email, PASSWORD)).status).toBe(200);
  });

  it("that begin while the password is changed don't outlive it", async () => {
    const user = await addPerson();
    const as = await signIn(server, user);
    const { isPassword } = server.ports;
    const proof = vi.spyOn(server.ports, "isPassword").mockImplementationOnce(async (password, hash) => {
      const isRight = await isPassword(password, hash);
      const body = { current: PASSWORD, password: OTHER_PASSWORD };
      expect((await server.call("POST", "/v1/profile/password", { as, body })).status).toBe(204);
      return isRight;
    });
    onTestFinished(() => proof.mockRestore());
    const late = await signInWith(user.email, PASSWORD);
    expectProblem(late, 401, "SIGN_IN_FAILED");
    expect(late.headers["set-cookie"]).toBeUndefined();
    expect(await sessionsOf(as)).toHaveLength(1);
  });
});
