import type { Kysely } from "kysely";
import type { Schema } from "../schema.ts";
import type { SignInRecords } from "../store.ts";
import type { Snapshot } from "./snapshot.ts";

/** @param write runs single statements, each a transaction of its own */
export function signInRecords(
  snapshot: Snapshot,
  write: <T>(work: (db: Kysely<Schema>) => Promise<T>) => Promise<T>,
): SignInRecords {
  return {
    addPending: ({ bytes }, userId, expiresAtMs, nowMs) =>
      write(async (db) => {
        await db.deleteFrom("pendingSignIns").where("expiresAtMs", "<=", nowMs).execute();
        await db.insertInto("pendingSignIns").values({ digest: bytes, userId, expiresAtMs }).execute();
      }),

    findPending: ({ bytes }, nowMs) =>
      snapshot(async (db) => {
        const pending = await db
          .selectFrom("pendingSignIns")
          .select("userId")
          .where("digest", "=", bytes)
          .where("expiresAtMs", ">", nowMs)
          .executeTakeFirst();
        return pending?.userId;
      }),

    endPending: ({ bytes }) =>
      write(async (db) => {
        const { numDeletedRows } = await db.deleteFrom("pendingSignIns").where("digest", "=", bytes).executeTakeFirst();
        return numDeletedRows === 1n;
      }),

    takeStep: (userId, step) =>
      write(async (db) => {
        const { numUpdatedRows } = await db
          .updateTable("twoFactors")
          .set({ lastStep: step })
          .where("userId", "=", userId)
          .where("confirmedAtMs", "is not", null)
          .where((where) => where.or([where("lastStep", "is", null), where("lastStep", "<", step)]))
          .executeTakeFirst();
        return numUpdatedRows === 1n;
      }),

    seen: (sessionId, atMs) =>
      write(async (db) => {
        await db.updateTable("sessions").set({ lastSeenAtMs: atMs }).where("id", "=", sessionId).execute();
      }),

    forgetSessions: (nowMs, limit) =>
      write(async (db) => {
        const over = db.selectFrom("sessions").select("id").where("expiresAt", "<=", new Date(nowMs).toISOString());
        const { numDeletedRows } = await db
          .deleteFrom("sessions")
          .where("id", "in", over.limit(limit))
          .executeTakeFirst();
        return Number(numDeletedRows);
      }),
  };
}
