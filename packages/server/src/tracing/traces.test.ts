import { execFile } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server as HttpServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { promisify } from "node:util";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openServer } from "../commands/serve.ts";
import { parseConfig } from "../config.ts";
import { addAccounts, addKey } from "../http/test-fixtures.ts";
import { LOST_TOKEN } from "../http/test-mutations.ts";
import { machine } from "../main.ts";
import { createTestServer, OPERATOR_TOKEN, type TestServer } from "../test-server.ts";
import { Traces } from "./traces.ts";

const TRACE = "0af7651916cd43dd8448eb211c80319c";
const PARENT = "b7ad6b7169203331";
const SERVER_KIND = 2;

interface Attribute {
  readonly key: string;
  readonly value: Readonly<Record<string, unknown>>;
}

interface Span {
  readonly name: string;
  readonly kind: number;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly attributes: readonly Attribute[];
  readonly status: { readonly code?: number };
}

interface Export {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly Attribute[] };
    readonly scopeSpans: readonly { readonly spans: readonly Span[] }[];
  }[];
}

/** What a collector was sent: an OTLP/HTTP receiver that keeps it. */
const received: { path: string | undefined; type: string | undefined; body: Buffer }[] = [];
let collector: HttpServer;
let endpoint: string;

beforeAll(async () => {
  collector = createServer((request, response) => {
    void buffer(request).then((body) => {
      const type = request.headers["content-type"];
      received.push({ path: request.url, type, body });
      // In protobuf an empty message has no bytes.
      response.writeHead(200, { "content-type": type }).end(type === "application/json" ? "{}" : "");
    });
  });
  collector.listen(0, "127.0.0.1");
  await once(collector, "listening");
  endpoint = `http://127.0.0.1:${(collector.address() as AddressInfo).port}`;
});

afterAll(() => void collector.close());

beforeEach(() => void received.splice(0));

const tracesBy = (variables: Record<string, string>) => {
  const { tracing } = parseConfig({ OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, ...variables });
  if (!tracing) throw new Error("nothing is traced");
  return new Traces(tracing, machine("warn"));
};

const exported = () => received.map(({ body }) => JSON.parse(body.toString()) as Export);
const spansIn = (exports: readonly Export[]) =>
  exports.flatMap(({ resourceSpans }) =>
    resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans)),
  );
const attributesOf = ({ attributes }: Pick<Span, "attributes">) =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]));

describe("traces as OTLP in JSON", () => {
  let traces: Traces;
  let server: TestServer;
  let origin: string;

  beforeAll(async () => {
    traces = tracesBy({ OTEL_EXPORTER_OTLP_PROTOCOL: "http/json" });
    server = await createTestServer({ tracing: traces, publicUrl: "http://localhost" });
    await addAccounts(server, "acme");
    const { port } = new URL(await server.app.listen({ host: "127.0.0.1", port: 0 }));
    origin = `http://127.0.0.1:${port}`;
    await traces.flush();
  });

  afterAll(async () => {
    await server.close();
    await traces.close();
  });

  const ask = (path: string, init: RequestInit = {}) =>
    fetch(origin + path, {
      ...init,
      headers: { authorization: `Bearer ${OPERATOR_TOKEN}`, connection: "close", ...(init.headers as object) },
    });
  /** What was told of, once its connections have ended. */
  const told = async () => {
    const connections = () => promisify(server.app.server.getConnections.bind(server.app.server))();
    await expect.poll(connections).toBe(0);
    await traces.flush();
    return spansIn(exported());
  };
  const serverSpans = async () => (await told()).filter(({ kind }) => kind === SERVER_KIND);

  it("have one span for a request, named by its route, in the trace of whoever asks", async () => {
    const answer = await ask("/v1/accounts/acme", { headers: { traceparent: `00-${TRACE}-${PARENT}-01` } });
    expect(answer.status).toBe(200);
    await answer.text();
    const [span, ...others] = await serverSpans();
    expect(others).toStrictEqual([]);
    expect(span).toMatchObject({ name: "GET /v1/accounts/:account", traceId: TRACE, parentSpanId: PARENT });
    expect(span && attributesOf(span)).toMatchObject({
      "http.request.method": "GET",
      "http.route": "/v1/accounts/:account",
      "http.response.status_code": 200,
      "url.scheme": "http",
      "latchkey.request_id": expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
    });
    expect(received[0]).toMatchObject({ path: "/v1/traces", type: "application/json" });
  });

  it("have the change and the statements that a request waits for under it", async () => {
    const body = JSON.stringify({ name: "zoom", displayName: "Zoom" });
    const headers = { "content-type": "application/json" };
    expect((await ask("/v1/accounts", { method: "POST", headers, body })).status).toBe(201);
    const spans = await told();
    const request = spans.find(({ name }) => name === "POST /v1/accounts");
    const change = spans.find(({ name }) => name === "change");
    expect(change?.parentSpanId).toBe(request?.spanId);
    const statement = spans.find(({ name }) => name === "INSERT accounts");
    expect(statement).toMatchObject({ parentSpanId: change?.spanId, traceId: request?.traceId });
    expect(statement && attributesOf(statement)).toStrictEqual({
      "db.system.name": "sqlite",
      "db.operation.name": "INSERT",
      "db.collection.name": "accounts",
    });
    expect(JSON.stringify(spans)).not.toContain("Zoom");
  });

  it("have every statement each time, also those that are compiled once", async () => {
    const { key } = await addKey(server, "acme");
    const headers = { "content-type": "application/json" };
    const statementsOf = async (name: string) => {
      await traces.flush();
      received.splice(0);
      const body = JSON.stringify({ name });
      expect((await ask(`/v1/accounts/acme/api-keys/${key}`, { method: "PATCH", headers, body })).status).toBe(200);
      return (await told())
        .map((span) => span.name)
        .filter((name) => /^[A-Z]+ [a-z_]+$/.test(name))
        .toSorted();
    };
    const first = await statementsOf("One");
    expect(first).toEqual(expect.arrayContaining(["UPDATE installation", "INSERT changes", "INSERT audit_events"]));
    expect(await statementsOf("Another")).toEqual(first);
  });

  it("tell of what the fast path answers, and call no refusal our error", async () => {
    const credentials = await addKey(server, "acme");
    received.splice(0);
    const service = await server.call<{ token: string }>("POST", "/v1/service-keys", { body: { name: "API" } });
    await traces.flush();
    received.splice(0);
    const headers = { authorization: `Bearer ${service.body.token}`, "content-type": "application/json" };
    const body = JSON.stringify({ account: "acme", ...credentials });
    expect(await (await ask("/v1/verify", { method: "POST", headers, body })).json()).toMatchObject({ valid: true });
    const gateway = { "x-latchkey-service-key": service.body.token, "x-latchkey-account": "acme" };
    const refused = { authorization: "", "x-api-key": credentials.key, "x-api-token": LOST_TOKEN, ...gateway };
    expect((await ask("/v1/authorize", { headers: refused })).status).toBe(401);
    const spans = await serverSpans();
    expect(spans.map(({ name }) => name).toSorted()).toStrictEqual(["GET /v1/authorize", "POST /v1/verify"]);
    expect(spans.map(({ status }) => status.code ?? 0)).toStrictEqual([0, 0]);
  });

  it("rule 2: hold no secret, nor an address in which somebody pasted one", async () => {
    const credentials = await addKey(server, "acme", ["owner"]);
    const secrets = [credentials.token, LOST_TOKEN, OPERATOR_TOKEN];
    const as = { authorization: "", "x-api-key": credentials.key, "x-api-token": credentials.token };
    await ask("/v1/accounts/acme/api-keys", { headers: as });
    await ask(`/v1/accounts/${LOST_TOKEN}?search=${LOST_TOKEN}`, { headers: { "user-agent": LOST_TOKEN } });
    await ask(`/${LOST_TOKEN}`, { method: "DELETE", headers: { tracestate: `a=${LOST_TOKEN}`, baggage: LOST_TOKEN } });
    expect((await serverSpans()).map(({ name }) => name)).toContain("DELETE");
    const text = received.map(({ body }) => body.toString()).join("");
    for (const secret of secrets) expect(text).not.toContain(secret);
  });

  it("leave out what is asked every few seconds, and what whoever asks doesn't want to have traced", async () => {
    await ask("/healthz");
    await ask("/readyz");
    await ask("/v1/accounts", { headers: { traceparent: `00-${TRACE}-${PARENT}-00` } });
    expect(await told()).toStrictEqual([]);
  });

  it("have a span for each attempt to send a webhook, without what stands in its address", async () => {
    const url = "https://hooks.example.com/secret-path?token=secret-query";
    const { body } = await server.call<{ id: string }>("POST", "/v1/accounts/acme/webhooks", { body: { url } });
    await server.call("POST", `/v1/accounts/acme/webhooks/${body.id}/test`);
    await server.deliverWebhooks();
    const span = (await told()).find(({ name }) => name === "POST webhook");
    expect(span && attributesOf(span)).toMatchObject({
      "server.address": "hooks.example.com",
      "http.response.status_code": 204,
    });
    expect(JSON.stringify(exported())).not.toMatch(/secret-(path|query)/);
  });
});

it("goes as protobuf unless asked otherwise, from a server that the environment says it to, and at its end at the latest", async () => {
  const folder = await mkdtemp(join(tmpdir(), "latchkey-traces-"));
  try {
    const environment = { LATCHKEY_DATA_DIR: folder, OTEL_EXPORTER_OTLP_ENDPOINT: endpoint };
    const server = await openServer(parseConfig(environment), machine("warn"), { operatorToken: OPERATOR_TOKEN });
    const origin = await server.listen({ host: "127.0.0.1", port: 0 });
    expect((await fetch(`${origin}/v1/session`)).status).toBe(200);
    await server.close();
    expect(received.map(({ path, type }) => ({ path, type }))).toStrictEqual([
      { path: "/v1/traces", type: "application/x-protobuf" },
    ]);
    const text = received[0]?.body.toString("latin1");
    for (const part of ["GET /v1/session", "service.name", "latchkey"]) expect(text).toContain(part);
  } finally {
    await rm(folder, { recursive: true });
  }
});

it("waits for no collector that doesn't answer", async () => {
  const silent = createServer(() => undefined);
  silent.listen(0, "127.0.0.1");
  await once(silent, "listening");
  const { port } = silent.address() as AddressInfo;
  const waited: number[] = [];
  const { tracing } = parseConfig({ OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}` });
  if (!tracing) throw new Error("nothing is traced");
  const wait = (ms: number) => Promise.resolve(void waited.push(ms));
  const traces = new Traces(tracing, { ...machine("warn"), wait });
  await traces.sending(() => Promise.resolve({ status: 204, problem: null }))(
    { url: "https://hooks.example.com/", id: "1", atMs: 0, body: "", secrets: [] },
    new AbortController().signal,
  );
  await traces.close();
  expect(waited).toStrictEqual([2_000]);
  silent.closeAllConnections();
  silent.close();
});

it("isn't even loaded where nobody asks for it", async () => {
  const main = new URL("../main.ts", import.meta.url).href;
  const script = `
    import { registerHooks } from "node:module";
    const loaded = [];
    registerHooks({ load(url, context, next) { loaded.push(url); return next(url, context); } });
    await import(${JSON.stringify(main)});
    console.log(loaded.length > 100, loaded.filter((url) => url.includes("opentelemetry/sdk") || url.includes("/traces.ts")).length);
  `;
  const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", script]);
  expect(stdout.trim()).toBe("true 0");
});
