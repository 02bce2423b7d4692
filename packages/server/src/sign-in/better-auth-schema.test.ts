import { getMigrations } from "better-auth/db/migration";
import { expect, test } from "vitest";
import { auditSeal } from "../secrets/audit-seal.ts";
import { ServerSecret } from "../secrets/server-secret.ts";
import type { Schema } from "../storage/schema.ts";
import { openStore } from "../storage/sql-store.ts";
import { createTestDatabase, engineNames } from "../storage/test-database.ts";
import { betterAuthOptions } from "./better-auth.ts";

const SECRET = "server-secret-of-the-tests-0123456789";

test.each(engineNames)("our tables are all that better-auth expects, on %s", async (name) => {
  const engine = await (await createTestDatabase(name)).open<Schema>();
  const options = betterAuthOptions({ engine, nowMs: () => 0, secret: SECRET, secure: true });
  // On an empty database there is work.
  expect((await getMigrations(options)).toBeCreated).not.toEqual([]);
  const seal = auditSeal(new ServerSecret(SECRET));
  await openStore({ engine, seal, nowMs: () => 0, newId: () => "epoch" });
  const { toBeAdded, toBeCreated } = await getMigrations(options);
  expect({ toBeAdded, toBeCreated }).toEqual({ toBeAdded: [], toBeCreated: [] });
});
