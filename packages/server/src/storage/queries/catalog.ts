import type { Kysely } from "kysely";
import type { Catalog } from "../../domain/catalog.ts";
import type { Schema } from "../schema.ts";
import type { CatalogReads, CatalogWrites } from "../store.ts";
import type { Snapshot } from "./snapshot.ts";
import { statement } from "./statement.ts";

const findVersion = statement((db) => db.selectFrom("catalog").select("version"));

/** Remembers the parsed document by its version, so that only a new catalog is read and parsed. */
export class CatalogCache {
  #version: number | undefined;
  #catalog: Catalog | undefined;

  /** The newest committed catalog. */
  read(db: Kysely<Schema>): Promise<Catalog | undefined> {
    return this.#read(db, true);
  }

  /** The catalog as a changing transaction sees it, which isn't remembered: what is rolled back was never there. */
  readInChange(db: Kysely<Schema>): Promise<Catalog | undefined> {
    return this.#read(db, false);
  }

  async #read(db: Kysely<Schema>, remember: boolean): Promise<Catalog | undefined> {
    const [current] = await findVersion(db, {});
    if (!current) return undefined;
    if (current.version === this.#version) return this.#catalog;
    const row = await db.selectFrom("catalog").select(["version", "document"]).executeTakeFirstOrThrow();
    const catalog = JSON.parse(row.document) as Catalog;
    if (remember) {
      this.#version = row.version;
      this.#catalog = catalog;
    }
    return catalog;
  }
}

export function catalogReads(
  snapshot: Snapshot,
  read: (db: Kysely<Schema>) => Promise<Catalog | undefined>,
): CatalogReads {
  return { find: () => snapshot(read) };
}

/**
 * @param revision of the transaction that writes
 * @param nowMs the time of that transaction
 */
export function catalogWrites(db: Kysely<Schema>, revision: number, nowMs: number): CatalogWrites {
  return {
    async replace(catalog) {
      const row = { version: revision, document: JSON.stringify(catalog) };
      await db
        .insertInto("catalog")
        .values({ id: 1, ...row })
        .onConflict((conflict) => conflict.column("id").doUpdateSet(row))
        .execute();
    },

    async resourcesInUse() {
      const rows = await db.selectFrom("roleResources").select("resource").distinct().execute();
      return rows.map((row) => row.resource);
    },

    async predefinedRolesInUse() {
      const rows = await db
        .selectFrom("apiKeyRoles")
        .select(["owner as account", "roleId"])
        .union(db.selectFrom("externalKeyRoles").select(["host as account", "roleId"]))
        .union(db.selectFrom("memberRoles").select(["account", "roleId"]))
        .union(
          db
            .selectFrom("invitationRoles")
            .innerJoin("invitations", "invitations.id", "invitationRoles.invitationId")
            .select(["invitationRoles.account", "invitationRoles.roleId"])
            .where("invitations.state", "=", "open")
            .where("invitations.expiresAtMs", ">", nowMs),
        )
        .except(db.selectFrom("roles").select(["account", "id as roleId"]))
        .execute();
      return [...new Set(rows.map((row) => row.roleId))];
    },

    async customRoleIds() {
      const rows = await db.selectFrom("roles").select("id").distinct().execute();
      return rows.map((row) => row.id);
    },
  };
}
