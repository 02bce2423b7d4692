import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { InjectOptions, LightMyRequestResponse } from "fastify";
import { afterAll, beforeAll, expect, test } from "vitest";
import { generateSecret } from "../domain/token.ts";
import { cookieOf } from "../http/test-fixtures.ts";
import { codeOf, turnOnTwoFactor } from "../http/test-two-factor.ts";
import { dumpsOf, textsIn } from "./test-dumps.ts";
import { createTestServer, OPERATOR_TOKEN, SERVER_SECRET, TEST_ORIGIN, type TestServer } from "../test-server.ts";

const PASSWORD = "correct-horse-battery-staple-3141592653";
const PART_LENGTH = 20;

let server: TestServer;
/** Everything that was ever issued, or sent in a wrong place. */
const secrets = new Set([OPERATOR_TOKEN, SERVER_SECRET, PASSWORD]);
/** Every reply but those that deliver a token. */
const replies: string[] = [];
let key: string;
let token: string;
let serviceKey: string;
/** A link that waits: what is behind it was never delivered. */
let waiting: Link;
let cookie: string;
/** Shorter than what is searched for in parts. */
let recoveryCodes: readonly string[];

type Request = Omit<InjectOptions, "headers"> & { readonly headers?: Readonly<Record<string, string>> };

interface Link {
  readonly id: string;
  readonly secret: string;
}

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly type?: string;
}

interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly { readonly in: string; readonly name: string }[];
  readonly requestBody?: { readonly content: { readonly "application/json"?: { readonly schema: Schema } } };
}

beforeAll(async () => {
  server = await createTestServer();
  await send({ method: "POST", url: "/v1/accounts", payload: { name: "acme", displayName: "Acme" } });
  await send({ method: "POST", url: "/v1/accounts", payload: { name: "partner", displayName: "Partner" } });
  const person = { email: "ada@acme.example", name: "Ada", roles: ["owner"], password: PASSWORD };
  await send({ method: "POST", url: "/v1/accounts/acme/users", payload: person });
  ({ key, token } = await delivered("/v1/accounts/acme/api-keys", { name: "ERP", roles: ["owner"] }));
  const partner = await delivered("/v1/accounts/partner/api-keys", { name: "Theirs", roles: ["owner"] });
  await send({
    method: "POST",
    url: "/v1/accounts/acme/external-keys",
    payload: { key: partner.key, name: "Partner", roles: ["owner"] },
  });
  const opened = await linked("/v1/accounts/acme/api-keys", { name: "By link", roles: [] });
  await revealed(opened);
  // Somebody comes again, and somebody guesses: their answers are searched.
  for (const secret of [opened.secret, canary("lkl_")]) {
    await send({ method: "POST", url: `/v1/token-links/${opened.id}/reveal`, payload: { secret } });
  }
  waiting = await linked(`/v1/accounts/partner/api-keys/${partner.key}/renewal`, {});
  serviceKey = (await delivered("/v1/service-keys", { name: "Orders" })).token;
  // A browser may call itself anything.
  const signedIn = await send({
    method: "POST",
    url: "/v1/session",
    headers: {
      authorization: "",
      origin: TEST_ORIGIN,
      "user-agent": `Browser ${canary()}`,
      "x-forwarded-for": canary(),
    },
    payload: { email: person.email, password: PASSWORD },
  });
  cookie = String(signedIn.headers["set-cookie"]).split(";")[0] ?? "";
  await importAKey();
  await inviteAndAccept();
  await signInEveryWay();
});

afterAll(() => server.close());

test("rule 2: a token in its right place is taken, and neither repeated nor kept", async () => {
  const question = { account: "acme", key, token };
  const basic = Buffer.from(`${key}:${token}`).toString("base64");
  secrets.add(basic);
  const credentials: Record<string, string>[] = [
    { "x-api-key": key, "x-api-token": token },
    { "x-vtex-api-appkey": key, "x-vtex-api-apptoken": token },
    { authorization: `Basic ${basic}` },
    { authorization: `Bearer ${serviceKey}` },
    { authorization: `Bearer ${OPERATOR_TOKEN}` },
    { authorization: "", cookie, origin: TEST_ORIGIN },
  ];
  for (const headers of credentials) {
    const asked = await send({ method: "POST", url: "/v1/verify", headers, payload: question });
    expect(asked.json()).toMatchObject({ valid: true });
    await send({ method: "POST", url: "/v1/accounts/acme/api-keys", headers, payload: { name: "", roles: 1 } });
    for (const { method, url } of operations()) {
      if (method === "GET") await send({ method, url, headers });
    }
  }
});

test("rule 2: a token in any other field is refused by every route", async () => {
  let tried = 0;
  for (const { method, url, path, operation } of operations()) {
    const parameters = operation.parameters ?? [];
    for (const { in: place, name } of parameters) {
      if (place === "path")
        tried += await refused({ method, url: filled(path, { [name]: canary() }) }, "SECRET_IN_FIELD");
      if (place === "query") tried += await refused({ method, url: `${url}?${name}=${canary()}` }, "SECRET_IN_FIELD");
    }
    const code = refusalCodeOf(path);
    tried += await refused({ method, url: `${url}?${canary()}=1` }, code);
    const schema = operation.requestBody?.content["application/json"]?.schema;
    for (const payload of schema ? bodiesWithCanary(schema, operation.operationId) : []) {
      tried += await refused({ method, url, payload }, code);
    }
  }
  expect(tried).toBeGreaterThan(150);
});

test("rule 2: a token in what no route reads is not repeated", async () => {
  const before = replies.length;
  const json = { "content-type": "application/json" };
  for (const { method, url, operation } of operations()) {
    for (const name of [
      "if-match",
      "idempotency-key",
      "user-agent",
      "referer",
      "x-request-id",
      "accept",
      "x-anything",
    ]) {
      await send({ method: method === "DELETE" ? "GET" : method, url, headers: { [name]: canary() } });
    }
    if (operation.requestBody) {
      const cutOff = `{"name":"${canary()}`;
      await refused({ method, url, headers: json, payload: cutOff });
      await refused({ method, url, headers: { "content-type": "text/plain" }, payload: canary() });
      await refused({ method, url, headers: json, payload: `{"name":"${canary()}${"x".repeat(5_000_000)}"}` });
      await refused({ method, url, headers: { "content-type": canary() }, payload: "{}" });
    }
    for (const authorization of [
      `Bearer ${canary()}`,
      `Bearer ${token}`,
      canary(),
      `Basic ${canary()}`,
      `Token ${token}`,
    ]) {
      await send({ method, url, headers: { authorization } });
    }
    await send({
      method,
      url,
      headers: { authorization: "", cookie: `latchkey-session=${canary()}`, origin: TEST_ORIGIN },
    });
    await send({ method, url, headers: { authorization: "", "x-api-key": canary(), "x-api-token": canary() } });
  }
  for (const url of [
    `/${canary()}`,
    `/v1/${canary()}`,
    `/v1/accounts/acme/${canary()}?q=${canary()}`,
    `/%zz${canary()}`,
  ]) {
    for (const method of ["GET", "POST", "PUT", "HEAD", "OPTIONS"] as const) await send({ method, url });
  }
  expect(replies.length - before).toBeGreaterThan(500);
});

test("rule 2: nor is any secret of signing in", async () => {
  const { folder = "" } = server;
  const places = new Map([
    ["the log", server.log.join("\n")],
    ["a reply", replies.join("\n")],
  ]);
  for (const file of await readdir(folder)) places.set(file, await readFile(join(folder, file), "latin1"));
  expect(recoveryCodes).toHaveLength(10);
  for (const [place, text] of places) {
    for (const code of recoveryCodes) {
      expect(text.includes(code) || text.includes(code.replaceAll("-", "")), place).toBe(false);
    }
  }
});

test("rule 2: no token is anywhere: not in the database, a backup, what was restored or copied, the log, a reply, an audit event or the API's description", async () => {
  await send({ method: "GET", url: "/openapi.json" });
  for (const account of ["acme", "partner"]) {
    await send({ method: "GET", url: `/v1/accounts/${account}/audit-events?limit=200` });
  }
  const { folder = "" } = server;
  const files = await readdir(folder);
  expect(files).toEqual(expect.arrayContaining(["latchkey.db", "latchkey.db-wal"]));
  const parts = partsOf(secrets);
  const contents = await textsIn(folder);
  for (const [file, content] of contents) expect(partsIn(content, parts), file).toEqual([]);
  expect(partsIn(server.log.join("\n"), parts), "the log").toEqual([]);
  for (const reply of replies) expect(partsIn(reply, parts), "a reply").toEqual([]);
  // What is behind a link is there, and readable to nobody who hasn't the link.
  const dumps = await dumpsOf(folder);
  // They are whole.
  for (const what of ["a backup", "a copy", "latchkey.db"]) expect(dumps.get(what), what).toContain(key);
  const behindLink = partsOf([await revealed(waiting)]);
  for (const [what, text] of dumps) expect(partsIn(text, parts), what).toEqual([]);
  for (const text of [...contents.values(), ...dumps.values(), ...server.log, ...replies])
    expect(partsIn(text, behindLink)).toEqual([]);
  // The search finds what is there.
  expect(partsIn(`…${token.slice(10, 35)}…`, parts)).not.toEqual([]);
  expect(secrets.size).toBeGreaterThan(500);
  expect(server.log.length).toBeGreaterThan(500);
});

/** Imports a key with a token of no form that anybody knows, once where it belongs and once where it doesn't, and uses it. */
async function importAKey(): Promise<void> {
  const alien = randomBytes(40).toString("hex").toUpperCase();
  secrets.add(alien);
  const item = { account: "acme", key: "elsewhere-1", name: "Moved", roles: ["owner"], token: alien };
  for (const keys of [[item], [item], [{ ...item, key: `${alien}${alien}` }], [{ ...item, token: `${alien} ` }]]) {
    const { statusCode } = await send({ method: "POST", url: "/v1/api-keys/import", payload: { keys } });
    assert.equal(statusCode, 200);
  }
  const payload = { account: "acme", key: item.key, token: alien };
  const asked = await send({ method: "POST", url: "/v1/verify", payload });
  expect(asked.json()).toMatchObject({ valid: true });
  await send({ method: "GET", url: "/v1/accounts", headers: { "x-api-key": item.key, "x-api-token": alien } });
}

/** Invites somebody, again after a while, has others guess at the link, and accepts. Only the answers that bring a link aren't searched. */
async function inviteAndAccept(): Promise<void> {
  const url = "/v1/accounts/acme/invitations";
  const invite = async (at: string, payload: object): Promise<Link> => {
    const headers = { "idempotency-key": `for ${at}` };
    const answer = await server.call<{ id: string; link: { url: string } }>("POST", at, { body: payload, headers });
    assert.equal(answer.status, 201);
    const { id, link } = answer.body;
    const secret = link.url.split("#")[1] ?? "";
    secrets.add(secret);
    const repeat = await send({ method: "POST", url: at, headers, payload });
    assert.equal(repeat.json<{ secretOmitted?: boolean }>().secretOmitted, true, repeat.payload);
    return { id, secret };
  };
  const first = await invite(url, { email: "ivy@acme.example", roles: ["owner"] });
  const renewed = await invite(`${url}/${first.id}/renewal`, {});
  for (const secret of [first.secret, canary("lki_"), renewed.secret]) {
    await send({ method: "POST", url: `/v1/invitations/${first.id}/look-up`, payload: { secret } });
    for (const password of ["short", PASSWORD]) {
      const payload = { secret, name: "Ivy", password };
      const answer = await server.call("POST", `/v1/invitations/${first.id}/accept`, { as: null, body: payload });
      assert.ok(answer.status < 500, answer.text);
      replies.push(answer.text);
    }
  }
  const used = { secret: renewed.secret, name: "Ivy", password: PASSWORD };
  await send({ method: "POST", url: `/v1/invitations/${first.id}/accept`, payload: used });
  await send({ method: "GET", url });
}

/** Gives somebody a link to a new password twice, has others guess at it, and uses it. Only the answers that bring it aren't searched. */
async function resetPassword(): Promise<void> {
  const { body } = await server.call<{ items: { id: string }[] }>("GET", "/v1/accounts/acme/users?search=bea");
  const url = `/v1/accounts/acme/users/${body.items[0]?.id}/password-reset`;
  const begin = async (): Promise<Link> => {
    const answer = await server.call<{ id: string; link: { url: string } }>("POST", url);
    assert.equal(answer.status, 201);
    const secret = answer.body.link.url.split("#")[1] ?? "";
    secrets.add(secret);
    return { id: answer.body.id, secret };
  };
  const first = await begin();
  const { id, secret: right } = await begin();
  const password = `${PASSWORD}-1618033988-reset`;
  secrets.add(password);
  for (const secret of [first.secret, canary("lkr_"), right]) {
    await send({ method: "POST", url: `/v1/password-resets/${id}/look-up`, payload: { secret } });
    for (const chosen of ["short", password, password]) {
      await send({ method: "POST", url: `/v1/password-resets/${id}/use`, payload: { secret, password: chosen } });
    }
  }
}

/** Turns two-factor on for somebody, signs them in by a code and by a recovery code, and changes their password. */
async function signInEveryWay(): Promise<void> {
  const person = { email: "bea@acme.example", name: "Bea", roles: ["owner"], password: PASSWORD };
  await send({ method: "POST", url: "/v1/accounts/acme/users", payload: person });
  const post = async (url: string, body: object, as: { cookie: string } | null) => {
    const answer = await server.call("POST", url, { as, headers: { origin: TEST_ORIGIN }, body });
    assert.ok(answer.status < 300, answer.text);
    const given = cookieOf(answer);
    // What the cookie of a session is signed with, and all of the one that waits for a code.
    for (const value of given.matchAll(/latchkey-(?:session=[^.]+\.|two-factor=)([^;]{20,})/g)) {
      secrets.add(value[1] ?? "").add(decodeURIComponent(value[1] ?? ""));
    }
    return { cookie: given };
  };
  const asked = { email: person.email, password: PASSWORD };
  const session = await post("/v1/session", asked, null);
  const turnedOn = await turnOnTwoFactor(server, session, PASSWORD);
  ({ recoveryCodes } = turnedOn);
  secrets.add(turnedOn.secret);
  await post("/v1/session/two-factor", { code: recoveryCodes[0] }, await post("/v1/session", asked, null));
  server.clock.wallMs += 30_000;
  const code = codeOf(server, turnedOn.secret);
  const signedIn = await post("/v1/session/two-factor", { code }, await post("/v1/session", asked, null));
  const password = `${PASSWORD}-2718281828-new`;
  secrets.add(password);
  await post("/v1/profile/password", { current: PASSWORD, password }, signedIn);
  await resetPassword();
}

const PREFIXES = ["lkt_", "lks_", "lkl_", "lki_", "lkr_"] as const;

/** A secret that nobody has, made for one place. */
function canary(prefix = PREFIXES[secrets.size % PREFIXES.length] ?? "lkt_"): string {
  const secret = generateSecret(prefix, randomBytes);
  secrets.add(secret);
  return secret;
}

/** Sends a request as the operator, unless its headers say otherwise, and keeps the reply. */
async function send(request: Request): Promise<LightMyRequestResponse> {
  const { authorization, ...headers } = { authorization: `Bearer ${OPERATOR_TOKEN}`, ...request.headers };
  const isOther = Object.keys(headers).some((name) => name.startsWith("x-api-") || name.startsWith("x-vtex-"));
  const sent = authorization === "" || isOther ? headers : { ...headers, authorization };
  const answering = server.app.inject({ ...request, headers: sent });
  // The stream of changes has no end of its own.
  const hangingUp = setInterval(() => server.changeStreams.endAll(), 1);
  const reply = await answering.finally(() => clearInterval(hangingUp));
  replies.push(`${reply.statusCode} ${JSON.stringify(reply.headers)}\n${reply.payload}`);
  assert.ok(reply.statusCode < 500, reply.payload);
  return reply;
}

/**
 * What a token that stands where none belongs is refused with. Of what is wrong with a question, gateways understand that it is
 * forbidden, and AuthZEN has one code for it; OAuth has words of its own (RFC 6749, 5.2).
 */
function refusalCodeOf(path: string): string {
  if (path.startsWith("/v1/authorize")) return "FORBIDDEN";
  if (path.startsWith("/access/") || path.includes("authzen")) return "MALFORMED_REQUEST";
  return path.includes("oauth") ? "invalid_request" : "SECRET_IN_FIELD";
}

/** Sends what is to be refused; with a code, by nothing but that. Answers 1, to be counted. */
async function refused(request: Request, code?: string): Promise<1> {
  const { statusCode, payload } = await send(request);
  assert.ok(statusCode >= 400, `${request.method} ${JSON.stringify(request.url)} ${payload}`);
  if (code === undefined) return 1;
  const problem = JSON.parse(payload) as { code?: string; error?: string };
  assert.equal(problem.code ?? problem.error, code, JSON.stringify(request));
  return 1;
}

/** Asks for something that brings a token, which is the one reply that isn't searched, and then again, which is. */
async function delivered(url: string, payload: object): Promise<{ key: string; token: string }> {
  const headers = { "idempotency-key": `for ${url}` };
  const { body, status } = await server.call<{ key: string; token: string }>("POST", url, { body: payload, headers });
  assert.equal(status, 201);
  secrets.add(body.token);
  const repeat = await send({ method: "POST", url, headers, payload });
  assert.equal(repeat.json<{ secretOmitted?: boolean }>().secretOmitted, true, repeat.payload);
  return body;
}

/** Makes a token that waits behind a link, by the one reply that isn't searched. */
async function linked(url: string, payload: object): Promise<Link> {
  const body = { ...payload, tokenDelivery: "link" };
  const answer = await server.call<{ tokenLink: { id: string; url: string } }>("POST", url, { body });
  assert.equal(answer.status, 201);
  const { id, url: link } = answer.body.tokenLink;
  const [page = "", secret = ""] = link.split("#");
  assert.deepEqual(partsIn(page, partsOf([secret])), []);
  secrets.add(secret);
  return { id, secret };
}

/** Opens a link, by the one reply that isn't searched. */
async function revealed({ id, secret }: Link): Promise<string> {
  const url = `/v1/token-links/${id}/reveal`;
  const { body, status } = await server.call<{ token: string }>("POST", url, { as: null, body: { secret } });
  assert.equal(status, 200);
  secrets.add(body.token);
  return body.token;
}

/** Every operation of the API but the one that would sign out, at an address that is there. */
function operations() {
  const { paths = {} } = server.app.swagger() as unknown as { paths?: Record<string, Record<string, Operation>> };
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      method: method.toUpperCase() as "GET" | "POST" | "PUT" | "PATCH" | "DELETE",
      path,
      url: filled(path, {}),
      operation,
    })),
  );
}

function filled(path: string, values: Readonly<Record<string, string>>): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? (name === "account" ? "acme" : "nothing"));
}

/** Those that take what stands in a link. */
const TAKING_A_SECRET = [
  "revealTokenLink",
  "lookUpInvitation",
  "acceptInvitation",
  "lookUpPasswordReset",
  "resetPassword",
];

/** Bodies that have a token in one field each, in an unknown field, and as a field's name. */
function* bodiesWithCanary(schema: Schema, operationId: string): Generator<object> {
  for (const [name, field] of Object.entries(schema.properties ?? {})) {
    // The fields that take a secret.
    if (operationId === "verify" && (name === "key" || name === "token")) continue;
    if (TAKING_A_SECRET.includes(operationId) && name === "secret") continue;
    yield { [name]: canary() };
    yield { [name]: [canary()] };
    yield { [name]: { deep: [{ deeper: canary() }] } };
    if (field.type === "string") yield { [name]: `before ${canary()} after` };
  }
  yield { unknown: canary() };
  yield { [canary()]: 1 };
}

function partsOf(texts: Iterable<string>): Set<string> {
  const parts = new Set<string>();
  for (const text of texts) {
    for (let start = 0; start + PART_LENGTH <= text.length; start++) parts.add(text.slice(start, start + PART_LENGTH));
  }
  return parts;
}

/** Which of the parts a text has. */
function partsIn(text: string, parts: ReadonlySet<string>): string[] {
  const found = new Set<string>();
  for (let start = 0; start + PART_LENGTH <= text.length; start++) {
    const part = text.slice(start, start + PART_LENGTH);
    if (parts.has(part)) found.add(part);
  }
  return [...found];
}
