import { expect, onTestFinished, test } from "vitest";
import { createPostgresDatabase } from "../../../../test/support/postgres.ts";
import { openPostgres } from "../storage/postgres.ts";
import type { Schema } from "../storage/schema.ts";
import { createTestServer } from "../test-server.ts";
import { addAccounts, addUser, expectProblem, signIn } from "./test-fixtures.ts";

test("an account that one node has made is there on another, which hasn't heard of it yet", async () => {
  const database = await createPostgresDatabase();
  onTestFinished(() => database.drop());
  const start = async () => {
    const node = await createTestServer({ engine: await openPostgres<Schema>(database.url) });
    onTestFinished(() => node.close());
    return node;
  };
  const [one, another] = [await start(), await start()];
  await addAccounts(one, "acme");
  const path = "/v1/accounts/acme/api-keys";
  expect((await another.call("POST", path, { body: { name: "Orders", roles: ["owner"] } })).status).toBe(201);
  const as = await signIn(another, await addUser(one, "acme", ["owner"]));
  expect((await another.call("GET", path, { as })).status).toBe(200);
  expectProblem(await another.call("GET", "/v1/accounts/partner/api-keys"), 404, "UNKNOWN_ACCOUNT");
  expectProblem(await another.call("GET", "/v1/accounts/partner/api-keys", { as }), 404, "UNKNOWN_ACCOUNT");
});
