import { describe, expect, test } from "vitest";
import { createClient, type ClientOptions } from "./client.ts";
import { LatchkeyError } from "./latchkey-error.ts";

/** A client, and what it sent; every request gets the same answer. */
function clientAnswering(answer: () => Response | Promise<Response>, options: Partial<ClientOptions> = {}) {
  const sent: { url: string; init: RequestInit; headers: Headers }[] = [];
  const client = createClient({
    baseUrl: "https://keys.example.com",
    fetch: async (request, init = {}) => {
      const url = request instanceof Request ? request.url : request.toString();
      sent.push({ url, init, headers: new Headers(init.headers) });
      return answer();
    },
    ...options,
  });
  return { client, sent };
}

const json =
  (body: unknown, init: ResponseInit = {}) =>
  () =>
    Response.json(body, init);

function problem(status: number, body: Record<string, unknown>, headers: Record<string, string> = {}) {
  return json(body, { status, headers: { "Content-Type": "application/problem+json", ...headers } });
}

async function failureOf(request: Promise<unknown>): Promise<LatchkeyError> {
  const error = await request.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof LatchkeyError)) throw new Error("no LatchkeyError", { cause: error });
  return error;
}

describe("a request", () => {
  test("goes to the path with its parameters encoded, and its query without what is left out", async () => {
    const { client, sent } = clientAnswering(json({ items: [], nextCursor: null, total: 0 }));
    await client.get("/v1/accounts/{account}/external-keys", {
      path: { account: "a/b?c" },
      query: { limit: 25, search: "ção & co" },
    });
    expect(sent[0]?.url).toBe(
      "https://keys.example.com/v1/accounts/a%2Fb%3Fc/external-keys?limit=25&search=%C3%A7%C3%A3o+%26+co",
    );
    expect(sent[0]?.init).toMatchObject({ method: "GET", body: null, redirect: "error", cache: "no-store" });
  });

  test("names each thing of a list in its query", async () => {
    const { client, sent } = clientAnswering(json({ items: [], nextCursor: null, total: 0 }));
    await client.get("/v1/resources/{resource}/gaps", {
      path: { resource: "oms.view-order" },
      query: { usedResource: ["a.b", "c.d"], days: 7 },
    });
    expect(sent[0]?.url).toMatch(/\/gaps\?usedResource=a\.b&usedResource=c\.d&days=7$/);
  });

  test.each(["", ".", ".."])("is never made with the path parameter %j, which would lead elsewhere", async (key) => {
    const { client, sent } = clientAnswering(json({}));
    const request = client.delete("/v1/accounts/{account}/api-keys/{key}", { path: { account: "acme", key } });
    await expect(request).rejects.toThrow(TypeError);
    expect(sent).toEqual([]);
  });

  test("goes as a form where that is what the operation takes, and its refusal has the name that OAuth gives it", async () => {
    const client_secret = "a+b&c=d";
    const body = { grant_type: "client_credentials", client_id: "lk-x", client_secret };
    const { client, sent } = clientAnswering(problem(401, { error: "invalid_client", error_description: "No." }));
    const error = await failureOf(client.post("/oauth2/token", { body }));
    expect(error).toMatchObject({ status: 401, code: "invalid_client", detail: "No." });
    expect(sent[0]?.headers.get("content-type")).toBe("application/x-www-form-urlencoded");
    const text = sent[0]?.init.body;
    expect(Object.fromEntries(new URLSearchParams(typeof text === "string" ? text : ""))).toStrictEqual(body);
    const proxy = clientAnswering(json({ error: "Bad gateway" }, { status: 502 }), { retry: false });
    expect(await failureOf(proxy.client.get("/v1/accounts"))).toMatchObject({ code: "UNEXPECTED_REPLY" });
  });

  test("carries its body as JSON, and the version and key that make it safe to send", async () => {
    const { client, sent } = clientAnswering(json({}));
    await client.patch("/v1/accounts/{account}/api-keys/{key}", {
      path: { account: "acme", key: "lk-acme-4T9WZ7K2M5QX" },
      body: { name: "ERP" },
      ifMatch: '"7"',
      idempotencyKey: "rename-1",
    });
    expect(sent[0]?.init.body).toBe('{"name":"ERP"}');
    expect(Object.fromEntries(sent[0]?.headers ?? [])).toMatchObject({
      "content-type": "application/json",
      "if-match": '"7"',
      "idempotency-key": "rename-1",
    });
  });

  test("keeps a path in the base URL, and takes no other scheme than http and https", async () => {
    const { client, sent } = clientAnswering(json({ products: [] }), { baseUrl: "http://localhost:4390/keys/" });
    await client.get("/v1/resources");
    expect(sent[0]?.url).toBe("http://localhost:4390/keys/v1/resources");
    expect(() => createClient({ baseUrl: "file:///etc" })).toThrow(TypeError);
  });
});

describe("a credential", () => {
  test("of the session is the browser's to send, to the same origin alone", async () => {
    const { client, sent } = clientAnswering(json({}), { baseUrl: "" });
    await client.get("/v1/session");
    expect(sent[0]?.url).toBe("/v1/session");
    expect(sent[0]?.init.credentials).toBe("same-origin");
    expect([...(sent[0]?.headers.keys() ?? [])]).toEqual(["accept"]);
  });

  test("of an API key is two headers, without cookies", async () => {
    const { client, sent } = clientAnswering(json({}), {
      credential: { kind: "api-key", key: "lk-a", token: "lkt_b" },
    });
    await client.get("/v1/resources");
    expect(sent[0]?.headers.get("X-API-Key")).toBe("lk-a");
    expect(sent[0]?.headers.get("X-API-Token")).toBe("lkt_b");
    expect(sent[0]?.init.credentials).toBe("omit");
  });

  test("of a service is a bearer token, without cookies", async () => {
    const { client, sent } = clientAnswering(json({}), { credential: { kind: "bearer", token: "lks_c" } });
    await client.get("/v1/resources");
    expect(sent[0]?.headers.get("Authorization")).toBe("Bearer lks_c");
    expect(sent[0]?.init.credentials).toBe("omit");
  });
});

describe("an answer", () => {
  test("gives the body and the version", async () => {
    const { client } = clientAnswering(json({ key: "lk-acme-4T9WZ7K2M5QX" }, { headers: { ETag: '"7"' } }));
    const path = { account: "acme", key: "lk-acme-4T9WZ7K2M5QX" };
    const reply = await client.get("/v1/accounts/{account}/api-keys/{key}", { path });
    expect(reply).toEqual({ data: { key: "lk-acme-4T9WZ7K2M5QX" }, etag: '"7"', status: 200 });
  });

  test("without content gives undefined", async () => {
    const { client } = clientAnswering(() => new Response(null, { status: 204 }));
    expect(await client.delete("/v1/session")).toEqual({ data: undefined, etag: null, status: 204 });
  });
});

describe("a failure", () => {
  test("gives all that the problem says", async () => {
    const { client } = clientAnswering(
      problem(
        429,
        {
          code: "TOO_MANY_ATTEMPTS",
          title: "Too many attempts",
          detail: "Wait a little.",
          requestId: "r1",
          resource: "account.edit-api-keys",
          errors: [{ path: "/name", message: "is too long" }, "junk"],
        },
        { "Retry-After": "30" },
      ),
    );
    const error = await failureOf(client.get("/v1/session"));
    expect(error).toMatchObject({
      status: 429,
      code: "TOO_MANY_ATTEMPTS",
      detail: "Wait a little.",
      requestId: "r1",
      resource: "account.edit-api-keys",
      errors: [{ path: "/name", message: "is too long" }],
      retryAfterSeconds: 30,
    });
  });

  test.each([
    ["HTML of a proxy", () => new Response("<h1>Bad gateway</h1>", { status: 502 }), 502],
    ["JSON of something else", json({ error: "no" }, { status: 400 }), 400],
    ["a success that is no JSON", () => new Response("<html>", { status: 200 }), 200],
  ])("by %s is an unexpected reply", async (_, answer, status) => {
    const { client } = clientAnswering(answer);
    expect(await failureOf(client.get("/v1/session"))).toMatchObject({ status, code: "UNEXPECTED_REPLY" });
  });

  test("to reach the service is told apart, with its cause", async () => {
    const cause = new TypeError("fetch failed");
    const { client } = clientAnswering(() => Promise.reject(cause));
    expect(await failureOf(client.get("/v1/session"))).toMatchObject({ status: 0, code: "UNREACHABLE", cause });
  });

  test("by the caller's own signal is the signal's reason", async () => {
    const aborted = new AbortController();
    const { client } = clientAnswering(() => {
      aborted.abort(new Error("overtaken"));
      return Promise.reject(aborted.signal.reason as Error);
    });
    await expect(client.get("/v1/session", { signal: aborted.signal })).rejects.toThrow("overtaken");
  });
});
