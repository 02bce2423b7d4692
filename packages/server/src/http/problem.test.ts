import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { createTestServer, type TestServer } from "../test-server.ts";
import { addAccounts, addKey, expectProblem, expectProblemForm, revisionOf } from "./test-fixtures.ts";

let server: TestServer;

beforeAll(async () => {
  server = await createTestServer();
  await addAccounts(server, "acme");
});

afterEach(() => vi.restoreAllMocks());
afterAll(() => server.close());

const CAUSE = "canary: the disk is on fire";

describe("an unexpected error", () => {
  it("answers 500 without its cause, which is logged beside the request's id", async () => {
    vi.spyOn(server.ports, "randomBytes").mockImplementation(() => {
      throw new Error(CAUSE);
    });
    const revision = await revisionOf(server);
    const answer = await server.call("POST", "/v1/accounts/acme/api-keys", { body: { name: "n", roles: [] } });
    const { requestId } = expectProblem(answer, 500, "INTERNAL");
    expect(answer.text).not.toContain("canary");
    expect(answer.text).not.toMatch(/\.ts|\bat /);
    const lines = server.log.filter((line) => line.includes(CAUSE));
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? "")).toMatchObject({ level: 50, reqId: requestId, err: { message: CAUSE } });
    expect(await revisionOf(server)).toBe(revision);
  });

  it("in the middle of a change leaves nothing of it", async () => {
    let calls = 0;
    const real = server.ports.newId;
    vi.spyOn(server.ports, "newId").mockImplementation(() => {
      calls++;
      throw new Error(CAUSE);
    });
    const revision = await revisionOf(server);
    const answer = await server.call("POST", "/v1/service-keys", { body: { name: "Orders" } });
    expectProblem(answer, 500, "INTERNAL");
    expect(calls).toBe(1);
    vi.restoreAllMocks();
    expect(server.ports.newId).toBe(real);
    expect(await revisionOf(server)).toBe(revision);
    expect((await server.call("GET", "/v1/service-keys")).body).toMatchObject({ total: 0 });
  });
});

describe("what can't be read", () => {
  it.each([
    ["cut short", '{"name":'],
    ["empty", ""],
    ["no JSON", "name=x"],
    ["a prototype", '{"name":"x","displayName":"y","__proto__":{"status":"active"}}'],
    ["a constructor's prototype", '{"name":"x","displayName":"y","constructor":{"prototype":{}}}'],
  ])("as JSON (%s) is a 400", async (_what, body) => {
    const headers = { "content-type": "application/json" };
    const answer = await server.call("POST", "/v1/accounts", { body, headers });
    expectProblem(answer, 400, "MALFORMED_REQUEST");
    expect(({} as { status?: string }).status).toBeUndefined();
  });

  it.each([
    "text/plain",
    "application/xml",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "x",
  ])("because it is %s is a 415", async (type) => {
    const answer = await server.call("POST", "/v1/accounts", {
      body: '{"name":"x","displayName":"y"}',
      headers: { "content-type": type },
    });
    expectProblem(answer, 415, "UNSUPPORTED_MEDIA_TYPE");
  });

  it("for its 10 MB is a 413, on every route that takes a body", async () => {
    const body = JSON.stringify({ name: "x".repeat(10 * 1024 * 1024) });
    const headers = { "content-type": "application/json" };
    for (const [method, url] of [
      ["POST", "/v1/accounts"],
      ["PUT", "/v1/catalog"],
      ["POST", "/v1/accounts/acme/external-keys"],
      ["POST", "/v1/verify"],
      ["POST", "/v1/session"],
    ] as const) {
      expectProblem(await server.call(method, url, { body, headers }), 413, "BODY_TOO_LARGE");
    }
  });

  it.each([
    ["arrays", `${"[".repeat(60_000)}${"]".repeat(60_000)}`],
    ["objects", `${'{"a":'.repeat(15_000)}1${"}".repeat(15_000)}`],
    ["a deep name", `{"name":${'{"a":'.repeat(15_000)}1${"}".repeat(15_000)},"displayName":"y"}`],
  ])("for its depth (%s) is refused and doesn't exhaust the stack", async (_what, body) => {
    const answer = await server.call("POST", "/v1/accounts", { body, headers: { "content-type": "application/json" } });
    expectProblem(answer, 422, "INVALID_INPUT");
  });
});

describe("an address", () => {
  it.each(["/v1/accounts/%", "/v1/accounts/%ff", "/v1/%c0%ae/x", "/%ED%A0%80"])(
    "that can't be decoded (%s) is a 400 that doesn't repeat it",
    async (url) => {
      const answer = await server.call("GET", url, { as: null });
      expectProblem(answer, 400, "MALFORMED_REQUEST");
      expect(answer.text).not.toContain("%");
      expect(answer.headers).toMatchObject({ "x-content-type-options": "nosniff", "cache-control": "no-store" });
    },
  );

  it("that is too long, or holds a token, is never repeated", async () => {
    const { token } = await addKey(server, "acme");
    for (const url of [
      `/v1/accounts/${"x".repeat(10_000)}`,
      `/v1/accounts/${token}${"x".repeat(100)}`,
      `/v1/accounts/acme/api-keys/${token}%`,
      `/v1/${token}`,
      `/${token}?${token}=${token}`,
      `/v1/accounts?${token}=${token}`,
      `/v1/accounts/${token}`,
    ]) {
      const answer = await server.call("GET", url);
      expectProblemForm(answer);
      expect([400, 404, 422]).toContain(answer.status);
      expect(answer.text).not.toContain(token);
      expect(answer.text.length).toBeLessThan(1_000);
    }
    expect(server.log.join("")).not.toContain(token);
  });

  it("that nobody serves is a 404, whoever asks and however", async () => {
    for (const method of ["GET", "POST", "PUT", "PATCH", "DELETE"] as const) {
      expectProblem(await server.call(method, "/v1/nothing", { as: null }), 404, "NOT_FOUND");
    }
    expectProblem(await server.call("PUT", "/v1/accounts"), 404, "NOT_FOUND");
    expectProblem(await server.call("GET", "/v1/accounts/acme/"), 404, "NOT_FOUND");
  });
});

describe("a secret where none belongs", () => {
  it("rule 2: is told by its place, never by itself, also as the name of a field", async () => {
    const { token } = await addKey(server, "acme");
    const bodies: [unknown, string[]][] = [
      [{ name: token, displayName: "x" }, ["/name"]],
      [{ name: "x", displayName: `It is ${token}, keep it` }, ["/displayName"]],
      [{ [token]: "x" }, ["/(name)"]],
      [{ [token]: { inner: token } }, ["/(name)", "/(name)/inner"]],
      [[[token]], ["/0/0"]],
      [{ name: token.slice(0, 30), displayName: "x" }, ["/name"]],
    ];
    for (const [body, paths] of bodies) {
      const answer = await server.call("POST", "/v1/accounts", { body });
      expect(expectProblem(answer, 422, "SECRET_IN_FIELD").errors?.map(({ path }) => path)).toStrictEqual(paths);
      expect(answer.text).not.toContain(token.slice(0, 30));
    }
  });
});

describe("a 401", () => {
  it.each([
    ["a script", {}, "Basic"],
    ["the console's own script", { "sec-fetch-site": "same-origin" }, undefined],
  ])(
    "offers %s Basic only where no browser would ask for a password over the console",
    async (_who, headers, basic) => {
      const answer = await server.call("GET", "/v1/accounts", { as: null, headers });
      expectProblem(answer, 401, "UNAUTHENTICATED");
      const challenges = String(answer.headers["www-authenticate"]);
      expect(challenges).toContain("Bearer");
      expect(challenges.includes("Basic") ? "Basic" : undefined).toBe(basic);
    },
  );

  it("of signing in never does", async () => {
    const body = { email: "ana@acme.example", password: "not the right one" };
    const answer = await server.call("POST", "/v1/session", { as: null, body });
    expectProblem(answer, 401, "SIGN_IN_FAILED");
    expect(answer.headers["www-authenticate"]).toBe('Bearer realm="latchkey"');
  });
});
