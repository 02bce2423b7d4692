import type { Kysely } from "kysely";
import type { Schema } from "../schema.ts";
import type { AccessTokenRecords } from "../store.ts";
import type { Snapshot } from "./snapshot.ts";

export function accessTokenRecords(
  snapshot: Snapshot,
  db: Kysely<Schema>,
  available: <T>(work: () => Promise<T>) => Promise<T>,
): AccessTokenRecords {
  return {
    signingKeys: () =>
      snapshot((read) => read.selectFrom("signingKeys").selectAll().orderBy("period").orderBy("sealedBy").execute()),

    addSigningKey: (key) =>
      available(async () => {
        await db
          .insertInto("signingKeys")
          .values(key)
          .onConflict((conflict) => conflict.doNothing())
          .execute();
      }),

    removeSigningKeys: (beforePeriod) =>
      available(async () => {
        await db.deleteFrom("signingKeys").where("period", "<", beforePeriod).execute();
      }),

    revoke: (id, expiresAtMs, nowMs) =>
      available(async () => {
        await db
          .insertInto("revokedAccessTokens")
          .values({ id, expiresAtMs })
          .onConflict((conflict) => conflict.doNothing())
          .execute();
        await db.deleteFrom("revokedAccessTokens").where("expiresAtMs", "<", nowMs).execute();
      }),

    isRevoked: (id) =>
      snapshot(async (read) => {
        const row = await read.selectFrom("revokedAccessTokens").select("id").where("id", "=", id).executeTakeFirst();
        return row !== undefined;
      }),
  };
}
