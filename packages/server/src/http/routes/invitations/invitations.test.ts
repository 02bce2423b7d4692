import { isSecret, secretChecksum } from "@latchkey/sdk/credential-format";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { createTestServer, type Credentials, START_MS, TEST_ORIGIN, type TestServer } from "../../../test-server.ts";
import {
  addAccounts,
  addOperator,
  addUser,
  cookieOf,
  expectProblem,
  invite,
  revisionOf,
  setCookies,
  signIn,
} from "../../test-fixtures.ts";
import { type Invitation, invitationsOn, type Link, NEW_PERSON, secretOf } from "../../test-invitations.ts";
import { logOf } from "../../test-tokens.ts";

const DAY_MS = 24 * 3_600_000;
const OF_ACME = "/v1/accounts/acme/invitations";
const WRONG_BODY = `lki_${"0".repeat(43)}`;
const WRONG_SECRET = `${WRONG_BODY}${secretChecksum(WRONG_BODY)}`;

let server: TestServer;

beforeAll(async () => {
  server = await createTestServer();
  await addAccounts(server, "acme", "other");
});

afterAll(() => server.close());

const { accept, open, renew, signInWith } = invitationsOn(() => server);
const lookUp = ({ id, secret }: Link, to = server, ip?: string) =>
  to.call<object>("POST", `/v1/invitations/${id}/look-up`, { as: null, body: { secret }, ...(ip ? { ip } : {}) });

describe("an invitation", () => {
  it("is read by itself while it is open, and by its account alone", async () => {
    const invitation = await invite(server, "acme");
    const url = `${OF_ACME}/${invitation.id}`;
    const [listed] = await open(invitation.email);
    expect((await server.call("GET", url)).body).toStrictEqual(listed);
    expectProblem(await server.call("GET", url.replace("acme", "other")), 404, "UNKNOWN_INVITATION");
    await server.call("DELETE", url);
    expectProblem(await server.call("GET", url), 404, "UNKNOWN_INVITATION");
  });

  it("answers with what opens it behind the # alone, and keeps and logs it nowhere", async () => {
    const body = { email: " Ivy@Example.com ", name: "Ivy", roles: ["owner", "owner"] };
    const answer = await server.call<Invitation>("POST", OF_ACME, { body });
    expect(answer.headers).toMatchObject({ "cache-control": "no-store" });
    const expiresAt = new Date(START_MS + 7 * DAY_MS).toISOString();
    const operator = { kind: "operator", id: "operator", name: "Operator" };
    const { link, ...invitation } = answer.body;
    expect({ status: answer.status, invitation }).toStrictEqual({
      status: 201,
      invitation: {
        id: invitation.id,
        email: "ivy@example.com",
        name: "Ivy",
        roles: [{ id: "owner", name: "Owner" }],
        status: "pending",
        createdAt: new Date(START_MS).toISOString(),
        createdBy: operator,
        givenBy: operator,
        expiresAt,
        mail: "none",
      },
    });
    const [page, secret = ""] = link?.url.split("#") ?? [];
    expect(page).toBe(`${TEST_ORIGIN}/join/${invitation.id}`);
    expect(isSecret(secret, "lki_")).toBe(true);
    expect(link?.expiresAt).toBe(expiresAt);
    expect(await open("ivy@ex")).toStrictEqual([invitation]);
    expect(await logOf(server, "acme", invitation.id)).toMatchObject([
      { action: "invitation.created", after: { email: "ivy@example.com", name: "Ivy", roles: ["owner"] } },
    ]);
    for (const url of [OF_ACME, "/v1/accounts/acme/audit-events"]) {
      expect((await server.call("GET", url)).text).not.toContain(secret.slice(4));
    }
    const kept = await server.store.reads.invitations.findByLink(invitation.id);
    expect(Buffer.from(kept?.proof.bytes ?? []).toString("latin1")).not.toContain(secret.slice(4, 24));
    expect(server.log.join("")).not.toContain(secret.slice(4));
  });

  it("says to whoever has its link what it offers, as often as they like", async () => {
    const invitation = await invite(server, "acme", ["owner"]);
    const known = await invite(server, "acme", [], (await addUser(server, "other", [])).email);
    const before = await revisionOf(server);
    for (let n = 0; n < 3; n++) {
      const answer = await lookUp(invitation);
      expect(answer.headers).toMatchObject({ "cache-control": "no-store" });
      expect(answer.body).toStrictEqual({
        account: "acme",
        displayName: "The acme",
        email: invitation.email,
        name: "Somebody",
        roles: [{ id: "owner", name: "Owner" }],
        expiresAt: new Date(START_MS + 7 * DAY_MS).toISOString(),
        known: false,
      });
    }
    expect((await lookUp(known)).body).toMatchObject({ known: true });
    expect(await revisionOf(server)).toBe(before);
  });

  it("makes whoever is new a member with a name and password of their own, and signs them in", async () => {
    const invitation = await invite(server, "acme", ["owner"]);
    const answer = await accept(invitation);
    expect(answer.status).toBe(200);
    expect(answer.headers).toMatchObject({ "cache-control": "no-store" });
    const { account, session } = answer.body;
    expect({ account, session }).toMatchObject({
      account: "acme",
      session: { user: { email: invitation.email, name: "Ivy" }, accounts: [{ name: "acme" }] },
    });
    const { id } = session.user;
    const as = { cookie: cookieOf(answer) };
    expect((await server.call("GET", "/v1/session", { as })).body).toMatchObject({ user: { id } });
    expect((await server.call("GET", `/v1/accounts/acme/users/${id}`, { as })).body).toMatchObject({
      roles: [{ id: "owner" }],
    });
    expect((await signInWith(invitation.email, NEW_PERSON.password)).status).toBe(200);
    const actor = { kind: "user", id, name: "Ivy" };
    const after = { email: invitation.email, name: "Ivy", roles: ["owner"] };
    expect((await logOf(server, "acme", invitation.id)).at(-1)).toMatchObject({
      action: "invitation.accepted",
      actor,
      after: { ...after, user: id },
    });
    expect(await logOf(server, "acme", id)).toMatchObject([
      { action: "user.added", actor, after: { ...after, invitation: invitation.id } },
    ]);
    expect(await open(invitation.email)).toStrictEqual([]);
    expectProblem(await accept(invitation), 410, "INVITATION_USED");
    expectProblem(await lookUp(invitation), 410, "INVITATION_USED");
  });

  it("takes the name that the inviter gave, and asks for what is missing", async () => {
    const named = await invite(server, "acme");
    expect((await accept(named, { password: NEW_PERSON.password })).body.session.user.name).toBe("Somebody");
    const { body } = await server.call<Invitation>("POST", OF_ACME, { body: { email: "no@name.example", roles: [] } });
    const nameless = { id: body.id, secret: secretOf(body) };
    const before = await revisionOf(server);
    const problem = expectProblem(await accept(nameless, {}), 422, "INVALID_INPUT");
    expect(problem.errors?.map(({ path }) => path)).toStrictEqual(["/name", "/password"]);
    expectProblem(await accept(nameless, { ...NEW_PERSON, password: "short" }), 422, "INVALID_INPUT");
    expect(await revisionOf(server)).toBe(before);
    expect((await accept(nameless)).status).toBe(200);
  });

  it("isn't taken by a link alone where the person is known: nobody plants a password or takes over", async () => {
    const user = await addUser(server, "other", []);
    const somebodyElse = await signIn(server, await addUser(server, "acme", ["owner"]));
    const invitation = await invite(server, "acme", ["owner"], user.email);
    const before = await revisionOf(server);
    const attempts: [object, Credentials | null][] = [
      [NEW_PERSON, null],
      [{}, null],
      [NEW_PERSON, somebodyElse],
      [{}, somebodyElse],
      [{}, { bearer: "not even asked" }],
      [NEW_PERSON, { cookie: "latchkey-session=made-up.signature" }],
    ];
    for (const [body, as] of attempts) {
      const answer = await accept(invitation, body, as);
      expectProblem(answer, 401, "SIGN_IN_NEEDED");
      expect(setCookies(answer.headers)).toStrictEqual([]);
    }
    const as = await signIn(server, user);
    expectProblem(await accept(invitation, NEW_PERSON, as), 422, "INVALID_INPUT");
    expect(await revisionOf(server)).toBe(before);
    expectProblem(await signInWith(user.email, NEW_PERSON.password), 401, "SIGN_IN_FAILED");

    const answer = await accept(invitation, {}, as);
    expect(answer.body).toMatchObject({
      account: "acme",
      session: { user: { id: user.id, name: "A person" }, accounts: [{ name: "acme" }, { name: "other" }] },
    });
    expect(setCookies(answer.headers)).toStrictEqual([]);
    expect((await signIn(server, user)).cookie).not.toBe("");
  });

  it("is accepted by no session that was ended", async () => {
    const user = await addUser(server, "other", []);
    const as = await signIn(server, user);
    const invitation = await invite(server, "acme", [], user.email);
    await server.call("DELETE", `/v1/accounts/other/users/${user.id}/sessions`);
    expectProblem(await accept(invitation, {}, as), 401, "SIGN_IN_NEEDED");
  });

  it("lets an operator in as a member, too", async () => {
    const operator = await addOperator(server);
    const invitation = await invite(server, "acme", [], operator.email);
    const as = await signIn(server, operator);
    expect((await accept(invitation, {}, as)).body).toMatchObject({ session: { user: { id: operator.id } } });
  });
});

describe("a link to an invitation", () => {
  it("says the same of a wrong secret, an unknown one and what is none, and spends nothing on it", async () => {
    const invitation = await invite(server, "acme");
    const other = await invite(server, "acme");
    const { id, secret } = invitation;
    const unknown = "00000000-0000-4000-8000-000000000000";
    const before = await revisionOf(server);
    const tries = [
      { id, secret: other.secret },
      { id, secret: WRONG_SECRET },
      { id, secret: "" },
      { id, secret: `${secret} ` },
      { id, secret: secret.toLowerCase() },
      { id, secret: secret.replace("lki_", "lkl_") },
      { id: unknown, secret },
      { id: "__proto__", secret },
    ];
    for (const one of tries) {
      const [looked, accepted] = [await lookUp(one), await accept(one)];
      const problems = [looked, accepted].map((answer) => expectProblem(answer, 404, "UNKNOWN_INVITATION").detail);
      expect(new Set(problems).size).toBe(1);
    }
    expect(await revisionOf(server)).toBe(before);
    expect((await accept(invitation)).status).toBe(200);
  });

  it.each([
    ["is missing", {}],
    ["is no text", { secret: 1 }],
    ["is too long", { secret: "x".repeat(1_001) }],
    ["has company", { secret: "x", other: 1 }],
  ])("answers 422 where the secret %s", async (_what, body) => {
    const { id } = await invite(server, "acme");
    for (const act of ["look-up", "accept"]) {
      const answer = await server.call("POST", `/v1/invitations/${id}/${act}`, { as: null, body });
      expectProblem(answer, 422, "INVALID_INPUT");
    }
  });

  it("answers 400 to what isn't JSON, and 415 to another content type", async () => {
    const { id } = await invite(server, "acme");
    for (const act of ["look-up", "accept"]) {
      const send = (contentType: string) =>
        server.call("POST", `/v1/invitations/${id}/${act}`, {
          as: null,
          headers: { "content-type": contentType },
          body: "{",
        });
      expectProblem(await send("application/json"), 400, "MALFORMED_REQUEST");
      expectProblem(await send("text/plain"), 415, "UNSUPPORTED_MEDIA_TYPE");
    }
  });

  it("works for seven days; renewed, for seven more, and the old one stops", async () => {
    const invitation = await invite(server, "acme");
    server.clock.wallMs += 7 * DAY_MS - 1;
    expect((await lookUp(invitation)).status).toBe(200);
    server.clock.wallMs += 1;
    const before = await revisionOf(server);
    expectProblem(await lookUp(invitation), 410, "INVITATION_EXPIRED");
    expectProblem(await accept(invitation), 410, "INVITATION_EXPIRED");
    expectProblem(await lookUp({ ...invitation, secret: WRONG_SECRET }), 404, "UNKNOWN_INVITATION");
    expect(await open(invitation.email)).toMatchObject([{ status: "expired" }]);
    expect(await revisionOf(server)).toBe(before);

    const renewed = await renew(invitation);
    expect(await open(invitation.email)).toMatchObject([
      { status: "pending", expiresAt: new Date(server.clock.wallMs + 7 * DAY_MS).toISOString() },
    ]);
    expectProblem(await lookUp(invitation), 404, "UNKNOWN_INVITATION");
    expectProblem(await accept(invitation), 404, "UNKNOWN_INVITATION");
    expect((await accept(renewed)).status).toBe(200);
    expect((await logOf(server, "acme", invitation.id)).map(({ action }) => action)).toStrictEqual([
      "invitation.created",
      "invitation.renewed",
      "invitation.accepted",
    ]);
  });

  it("is void once the invitation is withdrawn", async () => {
    const invitation = await invite(server, "acme", ["owner"]);
    const url = `${OF_ACME}/${invitation.id}`;
    expect(await server.call("DELETE", url)).toMatchObject({ status: 204, text: "" });
    expectProblem(await lookUp(invitation), 410, "INVITATION_VOID");
    expectProblem(await accept(invitation), 410, "INVITATION_VOID");
    expectProblem(await lookUp({ ...invitation, secret: WRONG_SECRET }), 404, "UNKNOWN_INVITATION");
    const before = await revisionOf(server);
    expectProblem(await server.call("DELETE", url), 404, "UNKNOWN_INVITATION");
    expectProblem(await server.call("POST", `${url}/renewal`), 404, "UNKNOWN_INVITATION");
    expect(await revisionOf(server)).toBe(before);
    expect((await logOf(server, "acme", invitation.id)).at(-1)).toMatchObject({
      action: "invitation.withdrawn",
      before: { email: invitation.email, roles: ["owner"] },
    });
  });

  it("opens nothing while the account is suspended", async () => {
    await addAccounts(server, "asleep");
    const invitation = await invite(server, "asleep");
    await server.call("PATCH", "/v1/accounts/asleep", { body: { status: "suspended" } });
    expectProblem(await lookUp(invitation), 403, "ACCOUNT_SUSPENDED");
    expectProblem(await accept(invitation), 403, "ACCOUNT_SUSPENDED");
    await server.call("PATCH", "/v1/accounts/asleep", { body: { status: "active" } });
    expect((await accept(invitation)).status).toBe(200);
  });

  it("is limited by the network that guesses come from", async () => {
    const limited = await createTestServer({ realLimits: true });
    onTestFinished(() => limited.close());
    await addAccounts(limited, "acme");
    const invitation = await invite(limited, "acme");
    const guess = { ...invitation, secret: WRONG_SECRET };
    for (let n = 0; n < 60; n++) {
      expectProblem(await lookUp(guess, limited, "203.0.113.9"), 404, "UNKNOWN_INVITATION");
    }
    expectProblem(await lookUp(invitation, limited, "203.0.113.9"), 429, "TOO_MANY_ATTEMPTS");
    expect((await lookUp(invitation, limited, "203.0.113.10")).status).toBe(200);
  });
});
