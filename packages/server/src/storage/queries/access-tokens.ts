import type { Kysely } from "kysely";
import type { Schema } from "../schema.ts";
import type { AccessTokenRecords } from "../store.ts";

export function accessTokenRecords(
  db: Kysely<Schema>,
  available: <T>(work: () => Promise<T>) => Promise<T>,
): AccessTokenRecords {
  return {
    signingKeys: () =>
      available(() => db.selectFrom("signingKeys").selectAll().orderBy("period").orderBy("sealedBy").execute()),

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
      available(async () => {
        const row = await db.selectFrom("revokedAccessTokens").select("id").where("id", "=", id).executeTakeFirst();
        return row !== undefined;
      }),
  };
}
