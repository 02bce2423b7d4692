import { afterAll, beforeAll, expect, it } from "vitest";
import { createTestServer, type Credentials, OPERATOR_TOKEN, type TestServer } from "../../../test-server.ts";
import { addAccounts, addKey, addKeyWith, expectProblem, UNISSUED_KEY } from "../../test-fixtures.ts";

const URL = "/v1/accounts/acme/external-keys";
const MISSES = 60;

let server: TestServer;
let partner: string;

beforeAll(async () => {
  server = await createTestServer({ realLimits: true });
  await addAccounts(server, "acme", "partner");
  partner = (await addKey(server, "partner")).key;
});

afterAll(() => server.close());

const lookUp = (as: Credentials, key: string) => server.call("GET", `${URL}/lookup?key=${key}`, { as });
const add = (as: Credentials, key: string) => server.call("POST", URL, { as, body: { key, name: "n", roles: [] } });

it("limits an account's misses, of looking up and adding together, whoever of it tries", async () => {
  const as = await addKeyWith(server, "acme", "account.edit-api-keys");
  for (let n = 0; n < MISSES - 1; n++) expectProblem(await lookUp(as, UNISSUED_KEY), 404, "UNKNOWN_KEY");
  for (let n = 0; n < 5; n++) {
    expect((await lookUp(as, partner)).status).toBe(200);
    // No key's string, here or elsewhere.
    expectProblem(await lookUp(as, "no%20key"), 404, "UNKNOWN_KEY");
  }
  // One could be an imported key's.
  expectProblem(await add(as, "vtexappkey-partner-ABCDEF"), 404, "UNKNOWN_KEY");
  for (const key of [UNISSUED_KEY, partner]) {
    for (const answer of [await lookUp(as, key), await add(as, key)]) {
      expectProblem(answer, 429, "TOO_MANY_LOOKUPS");
      expect(Number(answer.headers["retry-after"])).toBeGreaterThan(0);
    }
  }
  const another = await addKeyWith(server, "acme", "account.edit-api-keys");
  expectProblem(await lookUp(another, partner), 429, "TOO_MANY_LOOKUPS");
  const elsewhere = await addKeyWith(server, "partner", "account.edit-api-keys");
  const found = await server.call("GET", `/v1/accounts/partner/external-keys/lookup?key=${as.key}`, { as: elsewhere });
  expect(found.status).toBe(200);
});

it("doesn't limit operators, who may see every key", async () => {
  const as = { bearer: OPERATOR_TOKEN };
  for (let n = 0; n <= MISSES; n++) expectProblem(await lookUp(as, UNISSUED_KEY), 404, "UNKNOWN_KEY");
});
