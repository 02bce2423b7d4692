import { expect, onTestFinished, test } from "vitest";
import type { Schema } from "../../../storage/schema.ts";
import { createTestDatabase, engineNames } from "../../../storage/test-database.ts";
import { createTestServer, START_MS } from "../../../test-server.ts";
import { addAccounts, addKey, admit } from "../../test-fixtures.ts";

test.each(engineNames)("whether a key has expired can be asked of %s between two milliseconds", async (name) => {
  const database = await createTestDatabase(name);
  const server = await createTestServer({ engine: await database.open<Schema>() });
  onTestFinished(() => server.close());
  await addAccounts(server, "acme", "partner");
  const { key } = await addKey(server, "partner");
  await admit(server, "acme", key);
  const url = "/v1/accounts/acme/external-keys";
  const expiresAt = new Date(START_MS + 2).toISOString();
  expect((await server.call("PATCH", `${url}/${key}`, { body: { expiresAt } })).status).toBe(200);
  const listed = (status: string) => server.call("GET", `${url}?status=${status}&sort=-status`);

  // The wall clock stands still, so that the monotonic one tells the time.
  server.clock.monotonicMs += 0.7;
  expect(await listed("active")).toMatchObject({ status: 200, body: { total: 1, items: [{ key }] } });
  server.clock.monotonicMs += 0.7;
  expect(await listed("inactive")).toMatchObject({ status: 200, body: { total: 1, items: [{ key }] } });
});
