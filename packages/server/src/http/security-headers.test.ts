import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestServer, type TestServer } from "../test-server.ts";

let folder: string;
let server: TestServer;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "latchkey-console-"));
  await mkdir(join(folder, "assets"));
  await writeFile(join(folder, "index.html"), "<!doctype html><title>Latchkey</title>");
  await writeFile(join(folder, "assets", "main-abc123.js"), "export {};");
  server = await createTestServer({ consoleFolder: folder });
});

afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

/** The directives of a policy by name. */
function policyOf(header: unknown): Map<string, string> {
  const directives = String(header)
    .split(";")
    .map((directive) => directive.trim().split(" "));
  return new Map(directives.map(([name = "", ...sources]) => [name, sources.join(" ")]));
}

const html = { accept: "text/html" };

describe.each([
  ["a page", "/", html, 200],
  ["a page of the console's own", "/acme/api-keys", html, 200],
  ["a script", "/assets/main-abc123.js", {}, 200],
  ["the API", "/v1/resources", {}, 200],
  ["a refusal", "/v1/accounts/none", {}, 404],
  ["an address that nobody serves", "/v1/nothing", html, 404],
  ["a file that isn't there", "/assets/none.js", html, 404],
  ["the API's description", "/openapi.json", {}, 200],
  ["the API reference", "/docs", html, 200],
  ["health", "/healthz", {}, 200],
])("%s", (_what, url, headers, status) => {
  it("comes with headers that keep browsers from running, framing and guessing", async () => {
    const answer = await server.call("GET", url, { headers });
    expect(answer.status).toBe(status);
    expect(answer.headers).toMatchObject({
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
      "referrer-policy": "no-referrer",
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-resource-policy": "same-origin",
    });
    expect(answer.headers["x-powered-by"]).toBeUndefined();
    expect(answer.headers["server"]).toBeUndefined();
    const policy = policyOf(answer.headers["content-security-policy"]);
    expect(Object.fromEntries(policy)).toMatchObject({
      "default-src": "'none'",
      "script-src": "'self'",
      "connect-src": "'self'",
      "frame-ancestors": "'none'",
      "base-uri": "'none'",
      "require-trusted-types-for": "'script'",
    });
    expect(answer.headers["content-security-policy"]).not.toMatch(/unsafe|\*|http:/);
  });
});

it("nothing of the API is stored, however its address is written", async () => {
  for (const url of ["/v1/resources", "/v1/accounts/none", "/v1/nothing", "/%76%31/resources", "/v1/session"]) {
    expect((await server.call("GET", url)).headers["cache-control"], url).toBe("no-store");
  }
  for (const as of [null, { bearer: "wrong" }]) {
    expect((await server.call("GET", "/v1/resources", { as })).headers["cache-control"]).toBe("no-store");
  }
});

it("files that carry a hash are kept for ever, pages are asked for again", async () => {
  const { headers } = await server.call("GET", "/assets/main-abc123.js");
  expect(headers["cache-control"]).toContain("immutable");
  for (const url of ["/", "/index.html", "/acme/api-keys"]) {
    expect((await server.call("GET", url, { headers: html })).headers["cache-control"]).toBe("no-cache");
  }
});

it("a page is shown for no address outside of the console's folder", async () => {
  for (const url of ["/../package.json", "/assets/../../x", "/%2e%2e/%2e%2e/etc/passwd", "/assets/%2e%2e%2fsecret"]) {
    const answer = await server.call("GET", url);
    expect(answer.status, url).toBeGreaterThanOrEqual(400);
    expect(answer.status, url).toBeLessThan(500);
  }
});
