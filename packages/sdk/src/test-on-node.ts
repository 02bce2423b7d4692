// A program that uses all of the published package: test/nodes/sdk-nodes.test.ts runs it, without its types, on the versions of Node that the
// package promises. It makes a key that acme admits, has apps of each framework asked by it, suspends it, has them asked again, and prints one
// line of JSON with what came of that.
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { callerOf } from "@latchkey/sdk/caller";
import { createClient } from "@latchkey/sdk/client";
import { expressProtection } from "@latchkey/sdk/express";
import { fastifyProtection } from "@latchkey/sdk/fastify";
import { fetchProtection } from "@latchkey/sdk/fetch";
import { honoProtection, type LatchkeyVariables } from "@latchkey/sdk/hono";
import { LatchkeyError } from "@latchkey/sdk/latchkey-error";
import { createLocalVerifier } from "@latchkey/sdk/local-verifier";
import { createRemoteVerifier } from "@latchkey/sdk/remote-verifier";
import type { Verifier } from "@latchkey/sdk/verifier";
import express from "express";
import fastify from "fastify";
import { Hono } from "hono";

/** Asks an app. */
type Send = (path: string, headers: Record<string, string>) => Promise<Response>;

interface App {
  readonly send: Send;
  readonly close: () => Promise<unknown>;
}

/** How long a suspension may take to reach the verifier in this process, in milliseconds: far more than it does. */
const PATIENCE_MS = 5_000;

const env = (name: string): string => process.env[name] ?? "";
const baseUrl = env("LATCHKEY_URL");
const account = "acme";

const seen = (caller: object): Response => Response.json(caller);

async function listening(server: Server): Promise<string> {
  if (!server.listening) await new Promise((resolve) => server.once("listening", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const closed = (server: Server): Promise<unknown> => new Promise((resolve) => server.close(resolve));

const APPS: Readonly<Record<string, (verifier: Verifier) => Promise<App>>> = {
  async express(verifier) {
    const app = express();
    const needs = expressProtection({ verifier, account: (request) => String(request.params["account"]) });
    app.get("/:account/orders", needs("oms.view-order"), (request, response) => void response.json(callerOf(request)));
    app.get(
      "/:account/cancel",
      needs("oms.cancel-order"),
      (request, response) => void response.json(callerOf(request)),
    );
    const server = app.listen(0, "127.0.0.1");
    const origin = await listening(server);
    return { send: (path, headers) => fetch(origin + path, { headers }), close: () => closed(server) };
  },
  async fastify(verifier) {
    const app = fastify();
    const needs = fastifyProtection({
      verifier,
      account: (request) => (request.params as Record<string, string>)["account"],
    });
    app.get("/:account/orders", { onRequest: needs("oms.view-order") }, (request) => callerOf(request));
    app.get("/:account/cancel", { onRequest: needs("oms.cancel-order") }, (request) => callerOf(request));
    const origin = await app.listen({ port: 0, host: "127.0.0.1" });
    return { send: (path, headers) => fetch(origin + path, { headers }), close: () => app.close() };
  },
  async hono(verifier) {
    const app = new Hono<{ Variables: LatchkeyVariables }>();
    const needs = honoProtection({ verifier, account: (context) => context.req.param("account") });
    app.get("/:account/orders", needs("oms.view-order"), (context) => seen(context.get("latchkey")));
    app.get("/:account/cancel", needs("oms.cancel-order"), (context) => seen(context.get("latchkey")));
    return { send: async (path, headers) => app.request(path, { headers }), close: () => Promise.resolve() };
  },
  async fetch(verifier) {
    const needs = fetchProtection({ verifier, account: (request) => new URL(request.url).pathname.split("/")[1] });
    const routes: Readonly<Record<string, (request: Request) => Promise<Response>>> = {
      orders: needs("oms.view-order", (_request, caller) => seen(caller)),
      cancel: needs("oms.cancel-order", (_request, caller) => seen(caller)),
    };
    const handle = (request: Request) => routes[request.url.split("/").at(-1) ?? ""]?.(request) ?? Response.error();
    return {
      send: async (path, headers) => handle(new Request(`http://app.example${path}`, { headers })),
      close: () => Promise.resolve(),
    };
  },
};

const operator = createClient({ baseUrl, credential: { kind: "bearer", token: env("LATCHKEY_OPERATOR_TOKEN") } });
const { data: serviceKey } = await operator.post("/v1/service-keys", { body: { name: `node ${process.version}` } });
const { data: made } = await operator.request("POST /v1/accounts/{account}/api-keys", {
  path: { account: "credipay" },
  body: { name: "Connector", roles: [] },
});
const { key, token = "" } = made;
await operator.post("/v1/accounts/{account}/external-keys", {
  path: { account },
  body: { key, name: "CrediPay", roles: ["oms-read-only"] },
});

const service = createClient({ baseUrl, credential: { kind: "bearer", token: serviceKey.token ?? "" } });
const local = createLocalVerifier({ baseUrl, serviceKey: serviceKey.token ?? "" });
await local.ready();
const verifiers = { local, remote: createRemoteVerifier(service) };

const apps: (App & { readonly name: string })[] = [];
for (const [by, verifier] of Object.entries(verifiers)) {
  for (const [name, open] of Object.entries(APPS)) apps.push({ name: `${name}, ${by}`, ...(await open(verifier)) });
}

/** What an app answered: the caller's name, or status and code. */
async function outcomeOf(response: Response): Promise<string> {
  const body = (await response.json()) as { readonly name?: string; readonly owner?: string; readonly code?: string };
  return response.ok ? `${body.name ?? ""} of ${body.owner ?? ""}` : `${response.status} ${body.code ?? ""}`;
}

async function ask({ send }: App): Promise<Record<string, string>> {
  const headers = { "X-API-Key": key, "X-API-Token": token };
  const basic = { Authorization: `Basic ${btoa(`${key}:${token}`)}` };
  return {
    headers: await outcomeOf(await send("/acme/orders", headers)),
    basic: await outcomeOf(await send("/acme/orders", basic)),
    nobody: await outcomeOf(await send("/acme/orders", {})),
    more: await outcomeOf(await send("/acme/cancel", headers)),
    elsewhere: await outcomeOf(await send("/zoom/orders", headers)),
  };
}

async function asked(): Promise<Record<string, Record<string, string>>> {
  const answers: Record<string, Record<string, string>> = {};
  for (const app of apps) answers[app.name] = await ask(app);
  return answers;
}

/** Until the verifier in this process has heard of the suspension, or for as long as there is patience. */
async function suspended(): Promise<void> {
  await operator.patch("/v1/accounts/{account}/external-keys/{key}", {
    path: { account, key },
    body: { status: "inactive" },
  });
  const endMs = Date.now() + PATIENCE_MS;
  while (Date.now() < endMs) {
    const { valid } = await local.verify({ account, key, token, resource: "oms.view-order" });
    if (!valid) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** How a client fares with a service that is away for two attempts. */
async function retried(): Promise<unknown> {
  let attempts = 0;
  const away = createServer((_request, response) => {
    attempts++;
    response.writeHead(attempts < 3 ? 503 : 200, {
      "content-type": attempts < 3 ? "application/problem+json" : "application/json",
    });
    const problem = { type: "about:blank", title: "Away", status: 503, detail: "Away.", code: "UNAVAILABLE" };
    response.end(JSON.stringify(attempts < 3 ? problem : { products: [] }));
  }).listen(0, "127.0.0.1");
  const client = createClient({
    baseUrl: await listening(away),
    credential: { kind: "api-key", key, token },
    retry: { firstDelayMs: 1 },
  });
  const { data } = await client.get("/v1/resources");
  away.closeAllConnections();
  await closed(away);
  return { attempts, data };
}

const before = await asked();
const standing = local.standing();
await suspended();
const after = await asked();
const refusal = await operator
  .get("/v1/accounts/{account}/api-keys/{key}", { path: { account, key } })
  .catch((error: unknown) => (error instanceof LatchkeyError ? error.code : String(error)));
const exported = await operator.open("/v1/accounts/{account}/api-keys/export", {
  path: { account: "credipay" },
  query: { format: "csv" },
});
const isExported = (await exported.text()).includes(key);
const retries = await retried();
await local.close();
for (const app of apps) await app.close();
// And then it ends by itself: nothing is left that would keep it.
process.stdout.write(
  `${JSON.stringify({ node: process.version, before, standing, after, refusal, isExported, retries })}\n`,
);
