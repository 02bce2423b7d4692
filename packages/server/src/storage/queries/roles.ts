import type { Kysely } from "kysely";
import { DomainError } from "../../domain/errors.ts";
import type { Schema } from "../schema.ts";
import type { RoleReads, RoleWrites } from "../store.ts";
import { roleUse, roleUseCounts } from "./role-use.ts";
import type { Snapshot } from "./snapshot.ts";
import { statement } from "./statement.ts";

const findLabels = statement((db, { account }: { readonly account: string }) =>
  db.selectFrom("roles").select(["id", "name"]).where("account", "=", account).orderBy("name").orderBy("id"),
);

export function roleReads(snapshot: Snapshot): RoleReads {
  return {
    labels: (account) => snapshot((db) => findLabels(db, { account })),

    named: (account, ids) =>
      snapshot(async (db) => {
        // PostgreSQL takes no `in ()`.
        if (ids.length === 0) return [];
        const roles = await db
          .selectFrom("roles")
          .select(["id", "name", "description"])
          .where("account", "=", account)
          .where("id", "in", [...ids])
          .orderBy("id")
          .execute();
        const rows = await db
          .selectFrom("roleResources")
          .select(["roleId", "resource"])
          .where("account", "=", account)
          .where("roleId", "in", [...ids])
          .orderBy("resource")
          .execute();
        const resources = Map.groupBy(rows, (row) => row.roleId);
        return roles.map((role) => ({
          ...role,
          predefined: false,
          resources: (resources.get(role.id) ?? []).map((row) => row.resource),
        }));
      }),

    useCounts: (account, ids) => snapshot((db) => roleUseCounts(db, account, ids)),

    use: (account, id, limit) => snapshot((db) => roleUse(db, account, id, limit)),

    ownersOfExternalKeysWith: (account, id) =>
      snapshot((db) =>
        db
          .selectFrom("externalKeyRoles")
          .innerJoin("apiKeys", "apiKeys.key", "externalKeyRoles.key")
          .select(["apiKeys.owner as account", "apiKeys.key"])
          .where("externalKeyRoles.host", "=", account)
          .where("externalKeyRoles.roleId", "=", id)
          .orderBy("apiKeys.key")
          .execute(),
      ),
  };
}

/** @param nowMs the time of the transaction that writes */
export function roleWrites(db: Kysely<Schema>, nowMs: number): RoleWrites {
  return {
    async insert(account, { id, name, description, resources }) {
      const { numInsertedOrUpdatedRows } = await db
        .insertInto("roles")
        .values({ account, id, name, description, createdAtMs: nowMs })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst();
      if (numInsertedOrUpdatedRows === 0n) {
        throw new DomainError("ROLE_EXISTS", `There is a role with the id ${id} already.`);
      }
      await insertResources(db, account, id, resources);
    },

    async update(account, id, fields) {
      await db.updateTable("roles").set(fields).where("account", "=", account).where("id", "=", id).execute();
    },

    async setResources(account, id, resources) {
      await db.deleteFrom("roleResources").where("account", "=", account).where("roleId", "=", id).execute();
      await insertResources(db, account, id, resources);
    },

    async delete(account, id) {
      await db.deleteFrom("roles").where("account", "=", account).where("id", "=", id).execute();
    },
  };
}

async function insertResources(
  db: Kysely<Schema>,
  account: string,
  roleId: string,
  resources: readonly string[],
): Promise<void> {
  if (resources.length === 0) return;
  await db
    .insertInto("roleResources")
    .values(resources.map((resource) => ({ account, roleId, resource })))
    .execute();
}
