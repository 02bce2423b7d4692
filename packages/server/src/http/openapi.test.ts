import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestServer, type TestServer } from "../test-server.ts";
import { REFUSAL_CODES } from "../verify/decision.ts";
import { openApiDocument } from "./openapi-document.ts";
import { FORWARD_AUTH_METHODS } from "./routes/verify/authorize.ts";

interface Operation {
  readonly operationId?: string;
  readonly summary?: string;
  readonly tags?: readonly string[];
  readonly security?: readonly object[];
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, unknown>> }>>;
}

interface Document {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, { readonly properties: Record<string, unknown> }>> };
}

/** What is served beside the API that the document describes. */
const UNDESCRIBED = [
  "GET /openapi.json",
  "GET /docs",
  "GET /docs/reference.css",
  // Where browsers are sent to a provider, and come back: part of no client's API.
  "GET /v1/session/oidc/{id}",
  "GET /v1/session/oidc/{id}/callback",
  // As GET, which is described.
  ...FORWARD_AUTH_METHODS.filter((method) => method !== "GET").map((method) => `${method} /v1/authorize`),
  ...FORWARD_AUTH_METHODS.map((method) => `${method} /v1/authorize*`),
];

let document: Document;
let server: TestServer;

beforeAll(async () => {
  document = (await openApiDocument()) as Document;
  server = await createTestServer();
});

afterAll(() => server.close());

const described = () =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
  );

/** Every route that the running server has, as it says itself. */
function served(): string[] {
  const routes: string[] = [];
  const parents: string[] = [];
  for (const line of server.app.printRoutes({ commonPrefix: false }).split("\n")) {
    const match = /^([│ ]*)[├└]── (.*?)(?: \(([A-Z, -]+)\))?$/.exec(line);
    if (!match) continue;
    const [, indent = "", part = "", methods = ""] = match;
    const depth = indent.length / 4;
    const path = `${parents[depth - 1] ?? ""}${part}`;
    parents[depth] = path;
    for (const method of methods.split(", ").filter((name) => name !== "" && name !== "HEAD")) {
      routes.push(`${method} ${path.replace(/:(\w+)/g, "{$1}")}`);
    }
  }
  return routes;
}

describe("the OpenAPI document", () => {
  it("describes every route of the running server, and no other", () => {
    const inDocument = described().map(({ method, path }) => `${method} ${path}`);
    expect(inDocument.length).toBeGreaterThan(30);
    expect(served().toSorted()).toStrictEqual([...inDocument, ...UNDESCRIBED].toSorted());
  });

  it("is what the running server answers, and what is committed", async () => {
    expect((await server.call("GET", "/openapi.json", { as: null })).body).toStrictEqual(document);
    const committed = await readFile(new URL("../../../../openapi.json", import.meta.url), "utf8");
    expect(JSON.parse(committed)).toStrictEqual(JSON.parse(JSON.stringify(document)));
  });

  it("names every operation once, and says of each what it does and who may ask", () => {
    const operations = described().map(({ operation }) => operation);
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length);
    for (const operation of operations) {
      expect(operation.summary, operation.operationId).toMatch(/^[A-Z]/);
      expect(operation.tags, operation.operationId).toHaveLength(1);
      expect(operation.security, operation.operationId).toBeInstanceOf(Array);
      for (const status of ["4xx", "5xx"]) {
        const content = operation.responses[status.toUpperCase()]?.content;
        // Those of OAuth are RFC 6749's.
        const type = operation.tags?.[0] === "OAuth 2.0" ? "application/json" : "application/problem+json";
        expect(content, operation.operationId).toHaveProperty([type]);
      }
    }
  });

  it("lists every error code, each of which errors.ts explains", async () => {
    const source = await readFile(new URL("../domain/errors.ts", import.meta.url), "utf8");
    const [union = ""] = /export type ErrorCode =([^;]*);/.exec(source) ?? [];
    const codes = [...union.matchAll(/\| "([A-Z_]+)"/g)].map(([, code = ""]) => code);
    expect(codes.length).toBeGreaterThan(30);
    const { code } = document.components.schemas["Problem"]?.properties ?? {};
    const all = new Set(["INTERNAL", ...codes, ...REFUSAL_CODES]);
    expect((code as { enum: string[] }).enum.toSorted()).toStrictEqual([...all].toSorted());
  });

  it("refers to nothing that it doesn't define, and defines nothing that it doesn't use", () => {
    const refs = JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g);
    const used = new Set([...refs].map(([, name = ""]) => name));
    expect([...used].toSorted()).toStrictEqual(Object.keys(document.components.schemas).toSorted());
  });
});
