import type { Kysely } from "kysely";
import type { Schema } from "../schema.ts";
import type { SessionReads, SessionWrites } from "../store.ts";
import type { Snapshot } from "./snapshot.ts";

export function sessionReads(snapshot: Snapshot): SessionReads {
  return {
    list: (userId, nowMs) =>
      snapshot(async (db) => {
        const rows = await db
          .selectFrom("sessions")
          .select(["id", "createdAt", "lastSeenAtMs", "ipAddress"])
          .where("userId", "=", userId)
          .where("expiresAt", ">", new Date(nowMs).toISOString())
          .execute();
        const sessions = rows.map(({ id, createdAt, lastSeenAtMs, ipAddress }) => {
          // Text on one engine, a `Date` on the other.
          const createdAtMs = new Date(createdAt).getTime();
          return { id, createdAtMs, lastSeenAtMs: lastSeenAtMs ?? createdAtMs, network: ipAddress || null };
        });
        return sessions.toSorted((a, b) => b.lastSeenAtMs - a.lastSeenAtMs || b.createdAtMs - a.createdAtMs);
      }),

    isThere: (userId, sessionId, nowMs) =>
      snapshot(async (db) => {
        const session = await db
          .selectFrom("sessions")
          .select("id")
          .where("id", "=", sessionId)
          .where("userId", "=", userId)
          .where("expiresAt", ">", new Date(nowMs).toISOString())
          .executeTakeFirst();
        return session !== undefined;
      }),
  };
}

export function sessionWrites(db: Kysely<Schema>): SessionWrites {
  return {
    async end(userId, sessionId) {
      const { numDeletedRows } = await db
        .deleteFrom("sessions")
        .where("id", "=", sessionId)
        .where("userId", "=", userId)
        .executeTakeFirst();
      return numDeletedRows === 1n;
    },

    async endAll(userId, exceptId) {
      await db.deleteFrom("pendingSignIns").where("userId", "=", userId).execute();
      const ended = db.deleteFrom("sessions").where("userId", "=", userId);
      const { numDeletedRows } = await (
        exceptId === null ? ended : ended.where("id", "!=", exceptId)
      ).executeTakeFirst();
      return Number(numDeletedRows);
    },
  };
}
