import { METHODS, request as httpRequest } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import {
  addAccounts,
  addKey,
  admit,
  expectProblem,
  type KeyCredentials,
  loadCatalog,
} from "../../http/test-fixtures.ts";
import { LOST_TOKEN } from "../../http/test-mutations.ts";
import { type Answer, createTestServer, type Method, type TestServer } from "../../test-server.ts";
import { RouteMap, routeMapInput } from "./route-map.ts";

const ROUTES = {
  routes: [
    { method: "GET", host: "{account}.api.example.com", path: "/api/oms/orders/:id", resource: "oms.view-order" },
    { method: "DELETE", host: "{account}.api.example.com", path: "/api/oms/orders/:id", resource: "oms.cancel-order" },
    { host: "{account}.api.example.com", path: "/open/*", resource: null },
  ],
};
const PROXY = "10.1.2.3";
const STRANGER = "203.0.113.5";

let server: TestServer;
let gateway: string;
let credential: Record<string, string>;

beforeAll(async () => {
  server = await createTestServer({
    routeMap: new RouteMap(routeMapInput.parse(ROUTES)),
    trustedProxies: ["10.0.0.0/8", "2001:db8::/32"],
  });
  await loadCatalog(server);
  await addAccounts(server, "partner", "acme", "zoom");
  const { key, token }: KeyCredentials = await addKey(server, "partner", ["owner"]);
  await admit(server, "acme", key, ["oms-read-only"]);
  credential = { "x-api-key": key, "x-api-token": token };
  const { body } = await server.call<{ token: string }>("POST", "/v1/service-keys", { body: { name: "Gateway" } });
  gateway = body.token;
});

afterAll(() => server.close());

interface Sent {
  readonly method?: Method;
  readonly url?: string;
  readonly ip?: string;
  readonly headers?: Record<string, string>;
}

/** A refusal that no key has anything to do with: the code stands in the header, too, for gateways that make nothing of a body. */
function expectRefused(answer: Answer<unknown>, status: number, code: "FORBIDDEN" | "STALE"): void {
  expectProblem(answer, status, code);
  expect(answer.headers["x-latchkey-code"]).toBe(code);
}

const ask = ({ headers, ip = STRANGER, method = "GET", url = "/v1/authorize" }: Sent) =>
  server.call(method, url, { as: null, ip, headers: { ...credential, ...headers } });

const ACME = "acme.api.example.com";
const VIEW = "/api/oms/orders/1?expand=items";

/** How each gateway asks, as its documentation says, about a request of a method. */
const SHAPES: Record<string, (method: Method, path: string, host: string) => Sent> = {
  nginx: (method, path, host) => ({
    ip: PROXY,
    headers: { host: "latchkey", "x-original-method": method, "x-original-uri": path, "x-original-host": host },
  }),
  "ingress-nginx": (method, path, host) => ({
    ip: PROXY,
    headers: { host: "latchkey", "x-original-method": method, "x-original-url": `https://${host}${path}` },
  }),
  Caddy: (method, path, host) => ({
    ip: PROXY,
    headers: {
      host,
      "x-forwarded-for": "198.51.100.7",
      "x-forwarded-host": host,
      "x-forwarded-method": method,
      "x-forwarded-proto": "https",
      "x-forwarded-uri": path,
    },
  }),
  Traefik: (method, path, host) => ({
    ip: "::ffff:10.1.2.3",
    headers: {
      host: "latchkey:4390",
      "x-forwarded-for": "198.51.100.7",
      "x-forwarded-host": `${host}:443`,
      "x-forwarded-method": method,
      "x-forwarded-port": "443",
      "x-forwarded-proto": "https",
      "x-forwarded-uri": path,
    },
  }),
  Envoy: (method, path, host) => ({
    method,
    url: `/v1/authorize${path}`,
    headers: { host, "content-length": "0", "x-envoy-internal": "true" },
  }),
  HAProxy: (method, path, host) => ({
    headers: {
      host: "latchkey",
      "x-latchkey-service-key": gateway,
      "x-original-method": method,
      "x-original-uri": path,
      "x-original-host": host,
    },
  }),
};

describe.each(Object.entries(SHAPES))("%s's question", (_name, shape) => {
  it("is answered by the route map", async () => {
    const allowed = await ask(shape("GET", VIEW, ACME));
    expect(allowed.status).toBe(200);
    expect(allowed.headers).toMatchObject({ "x-latchkey-account": "acme", "x-latchkey-code": "VALID" });
    const denied = await ask(shape("DELETE", VIEW, ACME));
    expect(denied).toMatchObject({ status: 403, body: { code: "RESOURCE_DENIED" } });
    const elsewhere = await ask(shape("GET", VIEW, "zoom.api.example.com"));
    expect(elsewhere).toMatchObject({ status: 403, body: { code: "NOT_ADMITTED" } });
    expect((await ask(shape("GET", "/open/door", ACME))).status).toBe(200);
  });

  it("is denied where no route fits, or the path can be read in two ways", async () => {
    for (const path of [
      "/",
      "/api/oms/orders",
      "/api/oms/orders/1/",
      "/api/oms//orders/1",
      "/open/../api",
      "/open/%2e%2e",
      "/open/a%2Fb",
      "/open/a;b",
    ]) {
      expectRefused(await ask(shape("GET", path, ACME)), 403, "FORBIDDEN");
    }
    expectRefused(await ask(shape("POST", VIEW, ACME)), 403, "FORBIDDEN");
    expectRefused(await ask(shape("GET", VIEW, "api.example.com")), 403, "FORBIDDEN");
    expectRefused(await ask(shape("GET", VIEW, `${ACME}.`)), 403, "FORBIDDEN");
  });

  it("is 401 where the credential is wrong", async () => {
    const { headers, ...sent } = shape("GET", VIEW, ACME);
    const answer = await ask({ ...sent, headers: { ...headers, "x-api-token": LOST_TOKEN } });
    expect(answer).toMatchObject({ status: 401, body: { code: "INVALID_CREDENTIALS" } });
    expect(answer.headers["www-authenticate"]).toContain("Basic");
  });
});

describe("every method that there is", () => {
  let port: number;

  beforeAll(async () => {
    await server.listen({ host: "127.0.0.1", port: 0 });
    ({ port } = server.app.server.address() as AddressInfo);
  });

  function statusOf(method: string, path: string, body = "", headers: Record<string, string> = {}): Promise<number> {
    const length = { "content-length": String(Buffer.byteLength(body)) };
    const sent = { host: ACME, ...credential, ...(body === "" ? {} : length), ...headers };
    return new Promise((resolve, reject) => {
      const asking = httpRequest({ host: "127.0.0.1", port, method, path, headers: sent });
      asking.on("error", reject);
      asking.on("response", (response) => {
        response.resume();
        response.on("end", () => resolve(response.statusCode ?? 0));
      });
      asking.end(body);
    });
  }

  it.each(METHODS.filter((method) => method !== "CONNECT"))(
    "is asked with: %s, with a body and without",
    async (method) => {
      // As Envoy does, and as gateways do that name the account.
      expect(await statusOf(method, "/v1/authorize/open/door")).toBe(200);
      expect(await statusOf(method, "/v1/authorize/open/door", "<propfind/>", { "content-type": "text/xml" })).toBe(
        200,
      );
      expect(await statusOf(method, "/v1/authorize/elsewhere")).toBe(403);
      const named = { "x-latchkey-service-key": gateway, "x-latchkey-account": "acme" };
      expect(await statusOf(method, "/v1/authorize", "", named)).toBe(200);
      expect(await statusOf(method, "/v1/authorize", "", { ...named, "x-api-token": LOST_TOKEN })).toBe(401);
    },
  );
});

describe("what a caller sends itself", () => {
  const forwarded = {
    "x-forwarded-host": ACME,
    "x-forwarded-method": "GET",
    "x-forwarded-uri": VIEW,
    "x-original-host": ACME,
    "x-original-method": "GET",
    "x-original-uri": VIEW,
    "x-original-url": `https://${ACME}${VIEW}`,
    "x-latchkey-account": "acme",
    "x-latchkey-resource": "oms.view-order",
  };

  it("counts for nothing without a service key or a trusted address", async () => {
    expectRefused(await ask({ headers: forwarded }), 403, "FORBIDDEN");
    for (const ip of ["11.0.0.1", "2001:db9::1", "::ffff:11.0.0.1"]) {
      expectRefused(await ask({ ip, headers: forwarded }), 403, "FORBIDDEN");
    }
    // The same from an address within each of the networks.
    for (const ip of ["10.255.255.255", "2001:db8::1", "::ffff:10.0.0.1"]) {
      expect((await ask({ ip, headers: forwarded })).status).toBe(200);
    }
  });

  it("doesn't make an address trusted", async () => {
    const headers = { ...forwarded, "x-forwarded-for": PROXY, forwarded: `for=${PROXY}`, "x-real-ip": PROXY };
    expectRefused(await ask({ headers }), 403, "FORBIDDEN");
  });

  it("doesn't redirect the question in the request line", async () => {
    const line = { url: "/v1/authorize/api/oms/orders/1", method: "DELETE" as const };
    const answer = await ask({ ...line, headers: { ...forwarded, host: ACME } });
    expect(answer).toMatchObject({ status: 403, body: { code: "RESOURCE_DENIED" } });
    const foreign = await ask({ ...line, headers: { ...forwarded, host: "zoom.api.example.com" } });
    expect(foreign).toMatchObject({ status: 403, body: { code: "NOT_ADMITTED" } });
  });

  test.each<[string, Record<string, string>]>([
    ["another path", { "x-original-uri": "/open/door" }],
    ["another URL", { "x-original-url": "https://zoom.api.example.com/open/door" }],
    ["another method", { "x-original-method": "DELETE" }],
    ["another host", { "x-original-host": "zoom.api.example.com" }],
    ["another account", { "x-latchkey-account": "zoom" }],
    ["a resource alone", { "x-latchkey-resource": "oms.view-order" }],
    ["another resource", { "x-latchkey-account": "acme", "x-latchkey-resource": "oms.cancel-order" }],
    ["a wrong service key", { "x-latchkey-service-key": LOST_TOKEN.replace("lkt_", "lks_") }],
    ["two hosts", { "x-forwarded-host": `${ACME}, zoom.api.example.com` }],
    ["two paths", { "x-forwarded-uri": `${VIEW}, /open/door` }],
    ["two methods", { "x-forwarded-method": "GET, POST" }],
  ])("stops the request where the gateway lets %s through", async (_what, headers) => {
    const { headers: own, ...sent } = SHAPES["Caddy"]?.("GET", VIEW, ACME) ?? {};
    expect((await ask({ ...sent, headers: { ...own } })).status).toBe(200);
    expectRefused(await ask({ ...sent, headers: { ...own, ...headers } }), 403, "FORBIDDEN");
  });

  it("never passes for a method that the gateway doesn't say", async () => {
    const headers = { host: ACME, "x-original-uri": VIEW };
    expectRefused(await ask({ ip: PROXY, headers }), 403, "FORBIDDEN");
    expect((await ask({ ip: PROXY, headers: { ...headers, "x-original-method": "GET" } })).status).toBe(200);
  });

  it("never comes back as who it is", async () => {
    const headers = { "x-latchkey-key": "lk-evil", "x-latchkey-owner": "evil", "x-latchkey-roles": "owner" };
    const { headers: own, ...sent } = SHAPES["Envoy"]?.("GET", VIEW, ACME) ?? {};
    const answer = await ask({ ...sent, headers: { ...own, ...headers } });
    expect(answer.headers).toMatchObject({
      "x-latchkey-key": credential["x-api-key"],
      "x-latchkey-owner": "partner",
      "x-latchkey-external": "true",
      "x-latchkey-roles": "oms-read-only",
    });
  });
});

describe("with a route map", () => {
  it("a gateway that says no path may still name account and resource", async () => {
    const named = { "x-latchkey-service-key": gateway, "x-latchkey-account": "acme" };
    expect((await ask({ headers: named })).status).toBe(200);
    const resource = { ...named, "x-latchkey-resource": "oms.cancel-order" };
    expect(await ask({ headers: resource })).toMatchObject({ status: 403, body: { code: "RESOURCE_DENIED" } });
  });

  it("an empty header is none", async () => {
    const { headers, ...sent } = SHAPES["nginx"]?.("GET", VIEW, ACME) ?? {};
    const emptied = {
      "x-latchkey-account": "",
      "x-latchkey-resource": "",
      "x-forwarded-uri": "",
      "x-forwarded-host": "",
    };
    expect((await ask({ ...sent, headers: { ...headers, ...emptied } })).status).toBe(200);
  });

  it("takes a long path, and a path at the root", async () => {
    const long = await ask({ url: `/v1/authorize/open/${"a/".repeat(500)}b`, headers: { host: ACME } });
    expect(long.status).toBe(200);
    expectRefused(await ask({ url: "/v1/authorize/", headers: { host: ACME } }), 403, "FORBIDDEN");
  });

  it("refuses a request whose own path isn't spelt as ours", async () => {
    expectRefused(await ask({ url: "/v1/%61uthorize/open/door", headers: { host: ACME } }), 403, "FORBIDDEN");
  });

  it("refuses a path that can't be decoded", async () => {
    expectRefused(await ask({ url: "/v1/authorize/open/%zz", headers: { host: ACME } }), 403, "FORBIDDEN");
  });

  it("rule 2: refuses a token in the path, and repeats and keeps it nowhere", async () => {
    const token = credential["x-api-token"] ?? "";
    for (const url of [`/v1/authorize/open/${token}`, `/v1/authorize/open/door?token=${token}`]) {
      const answer = await ask({ url, headers: { host: ACME } });
      expectRefused(answer, 403, "FORBIDDEN");
      expect(answer.text).not.toContain(token);
    }
    expect(server.log.join("")).not.toContain(token);
  });

  it("rule 12: is 503 once what this node knows is too old", async () => {
    server.clock.monotonicMs += 61_000;
    expectRefused(await ask({ url: "/v1/authorize/open/door", headers: { host: ACME } }), 503, "STALE");
    await server.follower.poll();
  });
});
