import { isSecret } from "@latchkey/sdk/credential-format";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createTestServer, START_MS, type TestServer } from "../../../test-server.ts";
import { addAccounts, addKey, expectProblem } from "../../test-fixtures.ts";

let server: TestServer;

beforeAll(async () => {
  server = await createTestServer();
  await addAccounts(server, "acme");
});

afterAll(() => server.close());

it("is generated, listed without its token, and asks until it is deleted", async () => {
  const answer = await server.call<{ id: string; token: string }>("POST", "/v1/service-keys", {
    body: { name: "orders-api" },
  });
  expect(answer.status).toBe(201);
  const { token, ...serviceKey } = answer.body;
  expect(isSecret(token, "lks_")).toBe(true);
  expect(serviceKey).toStrictEqual({
    id: expect.any(String) as string,
    name: "orders-api",
    createdAt: new Date(START_MS).toISOString(),
  });
  const list = await server.call("GET", "/v1/service-keys");
  expect(list.body).toStrictEqual({ items: [serviceKey], nextCursor: null, total: 1 });

  const { key, token: apiToken } = await addKey(server, "acme");
  const ask = () =>
    server.call("POST", "/v1/verify", { as: { bearer: token }, body: { account: "acme", key, token: apiToken } });
  expect(await ask()).toMatchObject({ status: 200, body: { valid: true } });
  expect((await server.call("DELETE", `/v1/service-keys/${serviceKey.id}`)).status).toBe(204);
  expectProblem(await ask(), 401, "UNAUTHENTICATED");
  expectProblem(await server.call("DELETE", `/v1/service-keys/${serviceKey.id}`), 404, "NOT_FOUND");
  expect(server.log.join("")).not.toContain(token);
});
