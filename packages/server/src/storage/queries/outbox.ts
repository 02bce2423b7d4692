import type { Kysely } from "kysely";
import type { Announcement } from "../../domain/announcement.ts";
import type { Schema } from "../schema.ts";
import type { OutboxReads, OutboxWrites } from "../store.ts";
import type { Snapshot } from "./snapshot.ts";
import { statement } from "./statement.ts";

const findFirst = statement((db) =>
  db.selectFrom("outbox").selectAll().orderBy("revision").orderBy("position").limit(1),
);

export function outboxReads(snapshot: Snapshot): OutboxReads {
  return {
    next: () =>
      snapshot(async (db) => {
        const [row] = await findFirst(db, {});
        return (
          row && {
            id: row.id,
            atMs: row.atMs,
            announcement: JSON.parse(row.announcement) as Announcement,
            delivered: row.delivered,
          }
        );
      }),

    size: () =>
      snapshot(async (db) => {
        const { size } = await db
          .selectFrom("outbox")
          .select(db.fn.countAll<number>().as("size"))
          .executeTakeFirstOrThrow();
        return size;
      }),
  };
}

/** Where an announcement stands among all that wait. */
export interface OutboxPlace {
  readonly id: string;
  readonly revision: number;
  /** Among those of its revision, from 0. */
  readonly position: number;
  readonly atMs: number;
}

/** Leaves a note for other accounts' logs, in the transaction of what it is about. */
export async function enqueueAnnouncement(
  db: Kysely<Schema>,
  place: OutboxPlace,
  announcement: Announcement,
): Promise<void> {
  await db
    .insertInto("outbox")
    .values({ ...place, announcement: JSON.stringify(announcement), delivered: 0 })
    .execute();
}

export function outboxWrites(db: Kysely<Schema>): OutboxWrites {
  return {
    async advance(id, from, to, of) {
      if (to >= of) {
        const { numDeletedRows } = await db
          .deleteFrom("outbox")
          .where("id", "=", id)
          .where("delivered", "=", from)
          .executeTakeFirst();
        return numDeletedRows > 0n;
      }
      const { numUpdatedRows } = await db
        .updateTable("outbox")
        .set({ delivered: to })
        .where("id", "=", id)
        .where("delivered", "=", from)
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },
  };
}
