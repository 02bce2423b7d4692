import { type Kysely, sql } from "kysely";
import type { Schema } from "../schema.ts";
import type { AttemptRecords } from "../store.ts";
import type { Snapshot } from "./snapshot.ts";

export function attemptRecords(
  snapshot: Snapshot,
  db: Kysely<Schema>,
  available: <T>(work: () => Promise<T>) => Promise<T>,
): AttemptRecords {
  return {
    add: (id, points, { nowMs, windowMs }) =>
      available(() =>
        db
          .insertInto("attempts")
          // What is taken back from a window that has ended was never in the new one.
          .values({ id, points: Math.max(0, points), endsAtMs: nowMs + windowMs })
          .onConflict((conflict) =>
            conflict.column("id").doUpdateSet((row) => {
              const hasEnded = sql<boolean>`${row.ref("attempts.endsAtMs")} <= ${sql.lit(nowMs)}`;
              return {
                points: sql<number>`case when ${hasEnded} then ${row.ref("excluded.points")}
                  when ${row.ref("attempts.points")} + ${sql.lit(points)} < 0 then 0
                  else ${row.ref("attempts.points")} + ${sql.lit(points)} end`,
                endsAtMs: sql<number>`case when ${hasEnded} then ${row.ref("excluded.endsAtMs")}
                  else ${row.ref("attempts.endsAtMs")} end`,
              };
            }),
          )
          .returning(["points", "endsAtMs"])
          .executeTakeFirstOrThrow(),
      ),

    find: (id, nowMs) =>
      snapshot((read) =>
        read
          .selectFrom("attempts")
          .select(["points", "endsAtMs"])
          .where("id", "=", id)
          .where("endsAtMs", ">", nowMs)
          .executeTakeFirst(),
      ),

    remove: (id) =>
      available(async () => {
        await db.deleteFrom("attempts").where("id", "=", id).execute();
      }),

    forget: (nowMs, limit) =>
      available(async () => {
        const ended = db.selectFrom("attempts").select("id").where("endsAtMs", "<=", nowMs).limit(limit);
        const { numDeletedRows } = await db
          .deleteFrom("attempts")
          .where("id", "in", ended)
          // Begun anew meanwhile, it stays.
          .where("endsAtMs", "<=", nowMs)
          .executeTakeFirstOrThrow();
        return Number(numDeletedRows);
      }),
  };
}
