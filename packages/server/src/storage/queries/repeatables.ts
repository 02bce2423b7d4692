import type { Kysely } from "kysely";
import type { Schema } from "../schema.ts";
import type { RepeatableRecords, RepeatableWrites } from "../store.ts";

/** @param available runs work on the database, whose failures then are those of the contract */
export function repeatableRecords(
  writer: Kysely<Schema>,
  available: <T>(work: () => Promise<T>) => Promise<T>,
): RepeatableRecords {
  return {
    forget: (throughMs, limit) =>
      available(async () => {
        const oldest = writer
          .selectFrom("repeatables")
          .select("id")
          .where("atMs", "<=", throughMs)
          .orderBy("atMs")
          .limit(limit);
        // Asked again of each row: one may have been used anew since the oldest were looked up.
        const { numDeletedRows } = await writer
          .deleteFrom("repeatables")
          .where("id", "in", oldest)
          .where("atMs", "<=", throughMs)
          .executeTakeFirst();
        return Number(numDeletedRows);
      }),
  };
}

export function repeatableWrites(db: Kysely<Schema>, nowMs: number): RepeatableWrites {
  return {
    find: (id, afterMs) =>
      db
        .selectFrom("repeatables")
        .select(["content", "made"])
        .where("id", "=", id)
        .where("atMs", ">", afterMs)
        .executeTakeFirst(),

    async put(id, record) {
      const row = { ...record, atMs: nowMs };
      await db
        .insertInto("repeatables")
        .values({ id, ...row })
        .onConflict((conflict) => conflict.column("id").doUpdateSet(row))
        .execute();
    },
  };
}
