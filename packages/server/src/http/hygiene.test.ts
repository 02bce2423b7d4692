import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createTestServer, type TestServer } from "../test-server.ts";
import { addAccounts, addKey, expectProblem, revisionOf } from "./test-fixtures.ts";

let server: TestServer;

beforeAll(async () => {
  server = await createTestServer();
  await addAccounts(server, "acme");
});

afterAll(() => server.close());

it("a body full of faults under a long name gets a short answer, also from strangers", async () => {
  const body = { ["a".repeat(60_000)]: Array.from({ length: 7_000 }, () => "\0") };
  const answer = await server.call<{ errors: unknown[] }>("POST", "/v1/session", { as: null, body });
  expectProblem(answer, 422, "INVALID_INPUT");
  expect(answer.text.length).toBeLessThan(10_000);
  expect(answer.body.errors.length).toBeLessThanOrEqual(20);
});

it("rule 2: an access token is refused wherever it stands, and what only looks like the beginning of one is not", async () => {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const claims = part({ iss: "https://keys.example.com", sub: "acme" });
  const jwt = (typ: string) => `${part({ alg: "ES256", typ, kid: "k".repeat(40) })}.${claims}.${"A".repeat(86)}`;
  const roleOf = (description: string) =>
    server.call("POST", "/v1/accounts/acme/roles", { body: { name: randomUUID(), description, resources: [] } });
  for (const text of [jwt("at+jwt"), `Bearer ${jwt("at+jwt")}`, `${claims}.${claims} x.${jwt("at+jwt")}`]) {
    expectProblem(await roleOf(text), 422, "SECRET_IN_FIELD");
  }
  for (const text of [jwt("JWT"), `${"eyJ".repeat(150)}.eyJ`, `.${claims}`]) {
    expect(await roleOf(text)).toMatchObject({ status: 201 });
  }
});

it("rule 2: a token in a pasted Basic header is refused, and neither kept nor logged", async () => {
  const { key, token } = await addKey(server, "acme");
  const revision = await revisionOf(server);
  const encoded = Buffer.from(`${key}:${token}`).toString("base64");
  for (const pasted of [`Authorization: Basic ${encoded}`, encoded.replaceAll("+", "-").replaceAll("/", "_")]) {
    const body = { name: "Reader", description: pasted, resources: [] };
    expectProblem(await server.call("POST", "/v1/accounts/acme/roles", { body }), 422, "SECRET_IN_FIELD");
  }
  expect(await revisionOf(server)).toBe(revision);
  expect(server.log.join("")).not.toContain(encoded.slice(0, 40));
});
