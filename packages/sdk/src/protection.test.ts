import type { AddressInfo } from "node:net";
import express from "express";
import fastify from "fastify";
import { Hono } from "hono";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { callerOf } from "./caller.ts";
import { expressProtection } from "./express.ts";
import { fastifyProtection } from "./fastify.ts";
import { fetchProtection } from "./fetch.ts";
import { honoProtection, type LatchkeyVariables } from "./hono.ts";
import { LatchkeyError } from "./latchkey-error.ts";
import type { Decision, Question, Verifier } from "./verifier.ts";

const CALLER = {
  account: "acme",
  key: "lk-1",
  owner: "credipay",
  external: true,
  name: "Partner",
  roles: ["viewer"],
  resources: ["oms.view-order"],
};
const asked: Question[] = [];
const problems: unknown[] = [];

/** Lets one credential do one thing in one account. */
const verifier: Verifier = {
  verify(question): Decision | Promise<Decision> {
    asked.push(question);
    const { account, resource, token } = question;
    if (token === "unlucky") throw new LatchkeyError({ status: 0, code: "UNREACHABLE", detail: "at 10.0.0.1" });
    if (token === "stale") return Promise.reject(new LatchkeyError({ status: 503, code: "STALE", detail: "" }));
    if (token === "elsewhere") return { valid: false, code: "IP_DENIED", networksSetBy: "owner" };
    if (token === "busy") return { valid: false, code: "RATE_LIMITED" as never, retryAfterSeconds: 7 };
    if (token !== "right") return { valid: false, code: "INVALID_CREDENTIALS" };
    if (account !== "acme") return { valid: false, code: "NOT_ADMITTED" };
    if (resource !== undefined && resource !== "oms.view-order") return { valid: false, code: "RESOURCE_DENIED" };
    return Promise.resolve({ valid: true, code: "VALID", ...CALLER });
  },
};
const onProblem = (error: unknown) => void problems.push(error);
const ip = () => "203.0.113.9";

type Send = (path: string, headers?: Record<string, string>) => Promise<Response>;
const senders: Partial<Record<string, Send>> = {};
const closers: (() => Promise<unknown>)[] = [];

/** Each app has the same routes, which answer who the caller is and which headers they see. */
async function serveExpress(): Promise<Send> {
  const app = express();
  const needs = expressProtection({
    verifier,
    account: (request) => String(request.params["account"]),
    ip,
    onProblem,
  });
  const answer: express.RequestHandler = (request, response) => {
    response.json({
      caller: callerOf(request),
      same: (request as never as { latchkey: object }).latchkey,
      headers: request.headers,
    });
  };
  app.get("/:account/orders", needs("oms.view-order"), answer);
  app.get("/:account/cancel", needs("oms.cancel-order"), answer);
  app.get("/:account/any", needs(null), answer);
  app.get(
    "/:account/by-name/:resource",
    needs((request) => String(request.params["resource"])),
    answer,
  );
  app.get(
    "/:account/forgotten",
    needs(() => undefined as never),
    answer,
  );
  const server = app.listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  closers.push(() => new Promise((resolve) => server.close(resolve)));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return (path, headers = {}) => fetch(origin + path, { headers });
}

async function serveFastify(): Promise<Send> {
  const app = fastify();
  type Params = Record<string, string>;
  const needs = fastifyProtection({
    verifier,
    account: (request) => (request.params as Params)["account"],
    ip,
    onProblem,
  });
  const answer = (request: object & { headers: object }) => ({
    caller: callerOf(request),
    same: (request as { latchkey?: object }).latchkey,
    headers: request.headers,
  });
  app.get("/:account/orders", { onRequest: needs("oms.view-order") }, answer);
  app.get("/:account/cancel", { onRequest: needs("oms.cancel-order") }, answer);
  app.get("/:account/any", { onRequest: needs(null) }, answer);
  app.get(
    "/:account/by-name/:resource",
    { onRequest: needs((request) => (request.params as Params)["resource"] ?? "") },
    answer,
  );
  app.get("/:account/forgotten", { onRequest: needs(() => undefined as never) }, answer);
  const origin = await app.listen({ port: 0, host: "127.0.0.1" });
  closers.push(() => app.close());
  return (path, headers = {}) => fetch(origin + path, { headers });
}

function serveHono(): Promise<Send> {
  const app = new Hono<{ Variables: LatchkeyVariables }>();
  const needs = honoProtection({ verifier, account: (context) => context.req.param("account"), ip, onProblem });
  const answer = (context: { get(name: "latchkey"): object; req: { raw: Request } }) =>
    Response.json({
      caller: context.get("latchkey"),
      same: context.get("latchkey"),
      headers: Object.fromEntries(context.req.raw.headers),
    });
  app.get("/:account/orders", needs("oms.view-order"), answer);
  app.get("/:account/cancel", needs("oms.cancel-order"), answer);
  app.get("/:account/any", needs(null), answer);
  app.get(
    "/:account/by-name/:resource",
    needs((context) => context.req.param("resource") ?? ""),
    answer,
  );
  app.get(
    "/:account/forgotten",
    needs(() => undefined as never),
    answer,
  );
  return Promise.resolve(async (path, headers = {}) => app.request(path, { headers }));
}

function serveFetch(): Promise<Send> {
  const account = (request: Request) => new URL(request.url).pathname.split("/")[1];
  const needs = fetchProtection({ verifier, account, ip, onProblem });
  const answer = (request: Request, caller: object, extra: string) =>
    Response.json({ caller, same: caller, extra, headers: Object.fromEntries(request.headers) });
  const routes: Record<string, (request: Request, extra: string) => Promise<Response>> = {
    orders: needs("oms.view-order", answer),
    cancel: needs("oms.cancel-order", answer),
    any: needs(null, answer),
    "by-name": needs((request) => request.url.split("/").at(-1) ?? "", answer),
    forgotten: needs(() => undefined as never, answer),
  };
  return Promise.resolve(async (path, headers = {}) => {
    const request = new Request(`http://localhost${path}`, { headers });
    return routes[path.split("/")[2] ?? ""]?.(request, "environment") ?? new Response(null, { status: 404 });
  });
}

beforeAll(async () => {
  senders["express"] = await serveExpress();
  senders["fastify"] = await serveFastify();
  senders["hono"] = await serveHono();
  senders["fetch"] = await serveFetch();
});

afterAll(() => Promise.all(closers.map((close) => close())));

const RIGHT = { "x-api-key": "lk-1", "x-api-token": "right" };
const basic = (text: string) => ({ authorization: `Basic ${Buffer.from(text).toString("base64")}` });

describe.each(["express", "fastify", "hono", "fetch"])("an app of %s", (framework) => {
  const send: Send = (path, headers) => senders[framework]?.(path, headers) ?? Promise.reject(new Error("not served"));

  test.each<[string, Record<string, string>]>([
    ["headers of its own", RIGHT],
    ["VTEX's names", { "X-VTEX-API-AppKey": "lk-1", "X-VTEX-API-AppToken": "right" }],
    ["Basic", basic("lk-1:right")],
  ])("lets a right credential in %s pass, and says who it is", async (_form, headers) => {
    asked.length = 0;
    const answer = await send("/acme/orders", headers);
    expect(answer.status).toBe(200);
    const { caller, same } = (await answer.json()) as { caller: object; same: object };
    expect(caller).toEqual(CALLER);
    expect(same).toEqual(CALLER);
    expect(asked).toEqual([
      { account: "acme", key: "lk-1", token: "right", resource: "oms.view-order", ip: "203.0.113.9" },
    ]);
  });

  test("takes off what a caller says of who it is", async () => {
    const smuggled = { "X-Latchkey-Account": "zoom", "x-latchkey-key": "lk-2", "X-LATCHKEY-Roles": "owner" };
    const answer = await send("/acme/any", { ...RIGHT, ...smuggled, "x-other": "kept" });
    const { headers } = (await answer.json()) as { headers: Record<string, string> };
    expect(Object.keys(headers).filter((name) => name.includes("latchkey"))).toEqual([]);
    expect(headers["x-other"]).toBe("kept");
  });

  test.each<[path: string, headers: Record<string, string>, status: number, code: string]>([
    ["/acme/orders", {}, 401, "INVALID_CREDENTIALS"],
    ["/acme/orders", { "x-api-key": "lk-1" }, 401, "INVALID_CREDENTIALS"],
    ["/acme/orders", { ...RIGHT, "x-api-token": "wrong" }, 401, "INVALID_CREDENTIALS"],
    ["/acme/orders", { authorization: "Basic !!!" }, 401, "INVALID_CREDENTIALS"],
    ["/acme/orders", { authorization: "Bearer right" }, 401, "INVALID_CREDENTIALS"],
    ["/acme/orders", basic("no colon"), 401, "INVALID_CREDENTIALS"],
    ["/zoom/orders", RIGHT, 403, "NOT_ADMITTED"],
    ["/acme/cancel", RIGHT, 403, "RESOURCE_DENIED"],
    ["/acme/by-name/other", RIGHT, 403, "RESOURCE_DENIED"],
    ["/acme/forgotten", RIGHT, 403, "RESOURCE_DENIED"],
    ["/acme/orders", { ...RIGHT, "x-api-token": "elsewhere" }, 403, "IP_DENIED"],
    ["/acme/orders", { ...RIGHT, "x-api-token": "busy" }, 429, "RATE_LIMITED"],
    ["/acme/orders", { ...RIGHT, "x-api-token": "stale" }, 503, "STALE"],
    ["/acme/orders", { ...RIGHT, "x-api-token": "unlucky" }, 503, "UNAVAILABLE"],
  ])("answers %s with %j by %d %s", async (path, headers, status, code) => {
    problems.length = 0;
    const answer = await send(path, headers);
    expect(answer.status).toBe(status);
    expect(answer.headers.get("content-type")).toBe("application/problem+json; charset=utf-8");
    const text = await answer.text();
    expect(JSON.parse(text)).toMatchObject({ type: "about:blank", status, code });
    expect(text).not.toContain("10.0.0.1");
    expect(answer.headers.get("www-authenticate")).toBe(status === 401 ? 'Basic realm="api"' : null);
    const retryAfter = { 429: "7", 503: "1" }[status] ?? null;
    expect(answer.headers.get("retry-after")).toBe(retryAfter);
    expect(problems).toHaveLength(status === 503 ? 1 : 0);
  });

  test("asks whether the account lets a key in, where the route says that this is enough", async () => {
    expect((await send("/acme/any", RIGHT)).status).toBe(200);
    expect(asked.at(-1)?.resource).toBeUndefined();
    expect((await send("/acme/by-name/oms.view-order", RIGHT)).status).toBe(200);
  });
});

test("a route that doesn't say what it needs isn't made", () => {
  const account = "acme";
  for (const resource of [undefined, ""]) {
    expect(() => expressProtection({ verifier, account })(resource as never)).toThrow(TypeError);
    expect(() => fastifyProtection({ verifier, account })(resource as never)).toThrow(TypeError);
    expect(() => honoProtection({ verifier, account })(resource as never)).toThrow(TypeError);
    expect(() => fetchProtection({ verifier, account })(resource as never, () => new Response())).toThrow(TypeError);
  }
});

test("a request that was not let pass is nobody's", () => {
  expect(() => callerOf({})).toThrow("protect its route");
});
