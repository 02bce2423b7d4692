import { randomUUID } from "node:crypto";
import { createServer, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { text } from "node:stream/consumers";
import inject, { type InjectOptions } from "light-my-request";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { createTestServer, type TestServer } from "../test-server.ts";
import { addressesIn } from "../domain/network.ts";
import { gatewayQuestions } from "../doors/forward-auth/gateway-question.ts";
import { fastPath, type RequestHandler } from "./fast-path.ts";
import { serviceKeyOn } from "./proven-service-key.ts";
import { securityHeaders } from "./security-headers.ts";
import {
  addAccounts,
  addKey,
  addKeyWith,
  admit,
  type KeyCredentials,
  loadCatalog,
  UNISSUED_KEY,
} from "./test-fixtures.ts";
import { LOST_TOKEN } from "./test-mutations.ts";

let server: TestServer;
let service: { id: string; token: string };
let credentials: KeyCredentials;
let asker: KeyCredentials;
let handler: RequestHandler;
/** How many requests came to the framework. */
let left = 0;

beforeAll(async () => {
  server = await createTestServer({ trustedProxies: ["10.0.0.0/8"] });
  await loadCatalog(server);
  await addAccounts(server, "partner", "acme", "zoom");
  credentials = await addKey(server, "partner", ["owner"], "Ours");
  asker = await addKeyWith(server, "acme", "account.verify-api-keys");
  await admit(server, "acme", credentials.key, ["oms-read-only"], "Theirs");
  service = (await server.call<typeof service>("POST", "/v1/service-keys", { body: { name: "Gateway" } })).body;
  const { judge, follower, app, metrics } = server;
  handler = fastPath(
    {
      judge,
      metrics,
      freshness: {
        ageMs: () => follower.ageMs(),
        isStale: () => follower.isStale(),
        revision: () => judge.directory.position?.revision ?? -1,
        catchUp: () => follower.poll(),
        changesAfter: (revision) => follower.changesAfter(revision),
      },
      securityHeaders: securityHeaders({ https: false }),
      trustedProxies: ["10.0.0.0/8"],
      gatewayQuestion: gatewayQuestions({
        routeMap: undefined,
        isServiceKey: (connection, token) => serviceKeyOn(connection, judge, token) !== undefined,
        isTrustedPeer: addressesIn(["10.0.0.0/8"]),
      }),
      newId: randomUUID,
      isClosing: () => false,
    },
    (request, response) => {
      left++;
      app.routing(request, response);
    },
  );
});

afterAll(() => server.close());

const question = () => ({ account: "acme", ...credentials, resource: "oms.view-order" });

function authorize(headers: Record<string, string> = {}, more: InjectOptions = {}): InjectOptions {
  const gateway = { "x-latchkey-service-key": service.token, "x-latchkey-account": "acme" };
  const own = { "x-api-key": credentials.key, "x-api-token": credentials.token };
  return { method: "GET", url: "/v1/authorize", headers: { ...gateway, ...own, ...headers }, ...more };
}

function verify(payload: unknown, headers: Record<string, string> = {}, url = "/v1/verify"): InjectOptions {
  const isText = typeof payload === "string";
  return {
    method: "POST",
    url,
    headers: { authorization: `Bearer ${service.token}`, "content-type": "application/json", ...headers },
    payload: isText ? payload : JSON.stringify(payload),
  };
}

/** What a caller sees, but for what differs from one answer to the next. */
async function seen(by: RequestHandler, options: InjectOptions): Promise<object> {
  const { headers, payload, statusCode } = await inject(by, options);
  const { date: _date, connection: _connection, "keep-alive": _keepAlive, ...rest } = headers;
  return { statusCode, headers: rest, body: payload.replace(/"requestId":"[^"]+"/, '"requestId":""') };
}

describe("a question is answered alike with the framework and without it", () => {
  const ordinary: readonly [what: string, options: () => InjectOptions][] = [
    ["a request that may pass", () => authorize({ "x-latchkey-resource": "oms.view-order" })],
    ["one that may not", () => authorize({ "x-latchkey-resource": "oms.cancel-order" })],
    ["one to an account that has not added the key", () => authorize({ "x-latchkey-account": "zoom" })],
    ["one with a wrong token", () => authorize({ "x-api-token": LOST_TOKEN })],
    ["one of an unknown key", () => authorize({ "x-api-key": UNISSUED_KEY })],
    ["one without a credential", () => authorize({ "x-api-key": "", "x-api-token": "" })],
    ["one of a browser", () => authorize({ "x-api-token": LOST_TOKEN, "sec-fetch-site": "same-origin" })],
    ["HEAD", () => authorize({}, { method: "HEAD" })],
    ["DELETE", () => authorize({}, { method: "DELETE" })],
    ["OPTIONS", () => authorize({}, { method: "OPTIONS" })],
    ["WebDAV's PROPFIND", () => authorize({}, { method: "PROPFIND" as "GET" })],
    ["a question", () => verify(question())],
    ["a question with what the roles open", () => verify({ ...question(), expand: ["resources"] })],
    ["a question that is denied", () => verify({ ...question(), resource: "oms.cancel-order" })],
    ["a question about a wrong token", () => verify({ ...question(), token: LOST_TOKEN })],
    ["a question about junk", () => verify({ ...question(), key: "junk", token: credentials.key })],
    ["a question about no account", () => verify({ ...question(), account: "none" })],
    ["a question with an address", () => verify({ ...question(), ip: "2001:db8::1" })],
    ["a question from a revision on", () => verify({ ...question(), atLeastRevision: 1 })],
    ["no questions", () => verify({ checks: [] }, {}, "/v1/verify/batch")],
    ["questions", () => verify({ checks: [question(), { ...question(), account: "zoom" }] }, {}, "/v1/verify/batch")],
  ];
  it.each(ordinary)("%s", async (_what, options) => {
    left = 0;
    expect(await seen(handler, options())).toStrictEqual(await seen(server.app.routing, options()));
    expect(left).toBe(0);
  });

  const others: readonly [what: string, options: () => InjectOptions][] = [
    ["a gateway without a service key", () => authorize({ "x-latchkey-service-key": "" })],
    ["a gateway with an API token for one", () => authorize({ "x-latchkey-service-key": credentials.token })],
    ["a gateway that names no account", () => authorize({ "x-latchkey-account": "" })],
    ["a body", () => authorize({}, { method: "POST", payload: "<x>" })],
    ["a query", () => authorize({}, { url: "/v1/authorize?x=1" })],
    ["JSON that isn't", () => verify('{"account":')],
    ["no body", () => verify("")],
    ["another type", () => verify(question(), { "content-type": "text/plain" })],
    ["a charset", () => verify(question(), { "content-type": "application/json; charset=utf-8" })],
    ["a prototype", () => verify('{"__proto__":{"account":"acme"}}')],
    ["a missing field", () => verify({ ...question(), token: undefined })],
    ["an unknown field", () => verify({ ...question(), more: 1 })],
    ["a token in another field", () => verify({ ...question(), resource: credentials.token })],
    ["text that can't be kept", () => verify({ ...question(), account: "a\0" })],
    ["a revision to come", () => verify({ ...question(), atLeastRevision: 1e9 })],
    ["too many questions", () => verify({ checks: Array(101).fill(question()) }, {}, "/v1/verify/batch")],
    ["one bad question of two", () => verify({ checks: [question(), {}] }, {}, "/v1/verify/batch")],
    ["a stranger", () => verify(question(), { authorization: "" })],
    ["a stranger with a body that is too large", () => verify(`"${"x".repeat(200_000)}"`, { authorization: "" })],
    ["a body that is too large", () => verify(`"${"x".repeat(200_000)}"`)],
    ["a wrong service key", () => verify(question(), { authorization: `Bearer ${LOST_TOKEN.replace("lkt", "lks")}` })],
    ["a key that may ask", () => verify(question(), { authorization: "", ...headersOf(asker) })],
    ["a key that may not", () => verify(question(), { authorization: "", ...headersOf(credentials) })],
    ["a key beside a service key", () => verify({ ...question(), account: "zoom" }, headersOf(asker))],
    ["another address", () => verify(question(), {}, "/v1/resources")],
  ];
  it.each(others)("what is out of the ordinary is left to it: %s", async (_what, options) => {
    left = 0;
    expect(await seen(handler, options())).toStrictEqual(await seen(server.app.routing, options()));
    expect(left).toBe(1);
  });

  it("what goes wrong is left to it, and ends nothing", async () => {
    vi.spyOn(server.judge.directory, "key").mockImplementation(() => {
      throw new Error("a fault of ours");
    });
    for (const options of [authorize(), verify(question())]) {
      expect((await inject(handler, options)).statusCode).toBe(500);
    }
    vi.restoreAllMocks();
    expect((await inject(handler, authorize())).statusCode).toBe(200);
  });

  it("sees through trusted proxies alone", async () => {
    const count = vi.spyOn(server.judge.use, "count");
    for (const remoteAddress of ["10.1.2.3", "192.0.2.1"]) {
      const options = authorize({ "x-forwarded-for": "203.0.113.7" }, { remoteAddress });
      for (const by of [handler, server.app.routing]) await inject(by, options);
    }
    expect(count.mock.calls.map(([{ ip }]) => ip)).toEqual(["203.0.113.7", "203.0.113.7", "192.0.2.1", "192.0.2.1"]);
  });
});

const headersOf = ({ key, token }: KeyCredentials) => ({ "x-api-key": key, "x-api-token": token });

describe("over a connection", () => {
  let listening: Server;
  beforeAll(async () => {
    listening = createServer(handler);
    await new Promise<void>((resolve) => listening.listen(0, "127.0.0.1", resolve));
  });
  afterAll(() => listening.close());

  /** Sends a head, then what `between` does, then the body. */
  async function send(
    options: InjectOptions,
    between: () => Promise<unknown> = async () => undefined,
  ): Promise<string> {
    const socket = connect((listening.address() as AddressInfo).port, "127.0.0.1");
    const { headers, method, payload = "", url } = options;
    const length = Buffer.byteLength(payload as string);
    const all = { host: "x", connection: "close", "content-length": String(length), ...headers };
    const arrived = new Promise((resolve) => listening.once("request", resolve));
    socket.write(`${method} ${url as string} HTTP/1.1\r\n`);
    socket.write(
      `${Object.entries(all)
        .map(([name, value]) => `${name}: ${String(value)}`)
        .join("\r\n")}\r\n\r\n`,
    );
    await arrived;
    await between();
    socket.write(payload as string);
    return text(socket);
  }

  it("a body that was read already is read again by the framework", async () => {
    expect(await send(verify(question()))).toContain('"valid":true');
    expect(await send(verify('{"account":'))).toContain("MALFORMED_REQUEST");
    expect(await send(verify({ ...question(), resource: credentials.token }))).toContain("SECRET_IN_FIELD");
  });

  it("rule 12: a service key that is deleted while its question is under way gets no answer", async () => {
    const remove = () => server.call("DELETE", `/v1/service-keys/${service.id}`);
    const answer = await send(verify(question()), remove);
    expect(answer).toContain("401 Unauthorized");
    expect(answer).not.toContain('"valid"');
  });
});
