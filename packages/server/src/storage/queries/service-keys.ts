import { type Kysely, sql } from "kysely";
import { fold } from "../../domain/text.ts";
import type { Schema } from "../schema.ts";
import type { ServiceKeyReads, ServiceKeyWrites } from "../store.ts";
import { readPage } from "./page.ts";
import type { Snapshot } from "./snapshot.ts";

const SORT_COLUMNS = { name: "serviceKeys.nameFolded", createdAt: "serviceKeys.createdAtMs" } as const;

export function serviceKeyReads(snapshot: Snapshot): ServiceKeyReads {
  return {
    list: (page) =>
      snapshot(async (db) => {
        const all = db.selectFrom("serviceKeys");
        const order = { by: sql.ref(SORT_COLUMNS[page.sort]), id: sql.ref("serviceKeys.id") };
        const found = await readPage(all, (match) => match.select(["id", "name", "createdAtMs"]), order, page);
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
