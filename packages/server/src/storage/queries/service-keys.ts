import { type Kysely, sql } from "kysely";
import { fold } from "../../domain/text.ts";
import type { Schema } from "../schema.ts";
import type { ServiceKeyReads, ServiceKeyWrites } from "../store.ts";
import { seek, type Snapshot, toPage } from "./snapshot.ts";

const SORT_COLUMNS = { name: "serviceKeys.nameFolded", createdAt: "serviceKeys.createdAtMs" } as const;

export function serviceKeyReads(snapshot: Snapshot): ServiceKeyReads {
  return {
    list: (page) =>
      snapshot(async (db) => {
        const all = db.selectFrom("serviceKeys");
        const order = { by: sql.ref(SORT_COLUMNS[page.sort]), id: sql.ref("serviceKeys.id") };
        const rows = await seek(
          all.select(["id", "name", "createdAtMs"]).select([order.by.as("sortValue"), order.id.as("sortId")]),
          order,
          page,
        ).execute();
        const { total } = await all.select(db.fn.countAll<number>().as("total")).executeTakeFirstOrThrow();
        const found = toPage(rows, page.limit, total);
        return { ...found, items: found.items.map(({ id, name, createdAtMs }) => ({ id, name, createdAtMs })) };
      }),
  };
}

export function serviceKeyWrites(db: Kysely<Schema>): ServiceKeyWrites {
  return {
    async insert(serviceKey, digest) {
      await db
        .insertInto("serviceKeys")
        .values({
          ...serviceKey,
          nameFolded: fold(serviceKey.name),
          digest: digest.bytes,
          secretId: digest.secretId,
        })
        .execute();
    },

    async delete(id) {
      const row = await db.deleteFrom("serviceKeys").where("id", "=", id).returning("name").executeTakeFirst();
      return row?.name;
    },
  };
}
