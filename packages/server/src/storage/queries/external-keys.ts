import { type Kysely, type RawBuilder, type SelectQueryBuilder, type SqlBool, sql } from "kysely";
import type { AccountStatus } from "../../domain/account.ts";
import type { Actor } from "../../domain/actor.ts";
import { DomainError } from "../../domain/errors.ts";
import { type ExternalKey, statusReason } from "../../domain/external-key.ts";
import type { KeyStatus } from "../../domain/key.ts";
import { fold } from "../../domain/text.ts";
import type { Schema } from "../schema.ts";
import type { ExternalKeyDetails, ExternalKeyReads, ExternalKeySort, ExternalKeyWrites } from "../store.ts";
import { networksText, parseNetworks } from "./networks.ts";
import { contains, readPage, walk, WALK_PAGE } from "./page.ts";
import type { Snapshot } from "./snapshot.ts";

export function externalKeyReads(snapshot: Snapshot): ExternalKeyReads {
  return {
    find: (host, key, nowMs) =>
      snapshot(async (db) => {
        const rows = await selectParts(admissions(db, host).where("externalKeys.key", "=", key)).execute();
        const [details] = await withRoles(db, host, rows, nowMs);
        return details;
      }),

    list: (host, filter, page, nowMs) =>
      snapshot(async (db) => {
        let matching = admissions(db, host);
        if (filter.status === "active") matching = matching.where(works(nowMs));
        if (filter.status === "inactive") matching = matching.where((where) => where.not(works(nowMs)));
        const { quarantined, role, search } = filter;
        if (quarantined) matching = matching.where("externalKeys.quarantinedAtMs", "is not", null);
        if (role !== undefined) {
          matching = matching.where((where) =>
            where.exists(
              where
                .selectFrom("externalKeyRoles")
                .select("roleId")
                .whereRef("externalKeyRoles.host", "=", "externalKeys.host")
                .whereRef("externalKeyRoles.key", "=", "externalKeys.key")
                .where("roleId", "=", role),
            ),
          );
        }
        if (search) {
          matching = matching.where((where) =>
            where.or([
              contains(sql.ref("externalKeys.nameFolded"), search),
              contains(sql`lower(${sql.ref("externalKeys.key")})`, search),
              contains(sql.ref("accounts.name"), search),
              contains(sql.ref("accounts.displayNameFolded"), search),
            ]),
          );
        }
        const order = { by: sortExpression(page.sort, nowMs), id: sql.ref("externalKeys.key") };
        const found = await readPage(matching, selectParts, order, page);
        return { ...found, items: await withRoles(db, host, found.items, nowMs) };
      }),

    all: (host, nowMs) =>
      walk((after) =>
        snapshot(async (db) => {
          const rows = await selectParts(admissions(db, host).where("externalKeys.key", ">", after))
            .orderBy("externalKeys.key")
            .limit(WALK_PAGE)
            .execute();
          return withRoles(db, host, rows, nowMs);
        }),
      ),
  };
}

export function externalKeyWrites(db: Kysely<Schema>): ExternalKeyWrites {
  return {
    async insert(externalKey) {
      const { numInsertedOrUpdatedRows } = await db
        .insertInto("externalKeys")
        .values({
          ...externalKey,
          nameFolded: fold(externalKey.name),
          addedBy: JSON.stringify(externalKey.addedBy),
          allowedNetworks: networksText(externalKey.allowedNetworks),
        })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst();
      if (numInsertedOrUpdatedRows === 0n) {
        throw new DomainError("ALREADY_ADDED", "This key has been added to the account already.");
      }
    },

    async update(host, key, { allowedNetworks, quarantined, ...fields }) {
      await db
        .updateTable("externalKeys")
        .set({
          ...fields,
          ...(fields.name === undefined ? {} : { nameFolded: fold(fields.name) }),
          ...(allowedNetworks === undefined ? {} : { allowedNetworks: networksText(allowedNetworks) }),
          ...(quarantined === undefined ? {} : { quarantinedAtMs: null }),
        })
        .where("host", "=", host)
        .where("key", "=", key)
        .execute();
    },

    async setRoles(host, key, roleIds) {
      await db.deleteFrom("externalKeyRoles").where("host", "=", host).where("key", "=", key).execute();
      if (roleIds.length === 0) return;
      await db
        .insertInto("externalKeyRoles")
        .values(roleIds.map((roleId) => ({ host, key, roleId })))
        .execute();
    },

    async delete(host, key) {
      await db.deleteFrom("externalKeys").where("host", "=", host).where("key", "=", key).execute();
    },
  };
}

/** A host's admissions beside the key and its owner. */
function admissions(db: Kysely<Schema>, host: string) {
  return db
    .selectFrom("externalKeys")
    .innerJoin("apiKeys", "apiKeys.key", "externalKeys.key")
    .innerJoin("accounts", "accounts.name", "apiKeys.owner")
    .where("externalKeys.host", "=", host);
}

function selectParts<Row>(query: SelectQueryBuilder<Schema, "externalKeys" | "apiKeys" | "accounts", Row>) {
  return query.select((row) => [
    "externalKeys.host",
    "externalKeys.key",
    "externalKeys.name",
    "externalKeys.status",
    "externalKeys.expiresAtMs",
    "externalKeys.requestsPerMinute",
    "externalKeys.allowedNetworks",
    "externalKeys.addedAtMs",
    "externalKeys.addedBy",
    "externalKeys.quarantinedAtMs",
    "apiKeys.status as keyStatus",
    "accounts.name as ownerName",
    "accounts.displayName as ownerDisplayName",
    "accounts.status as ownerStatus",
    row
      .selectFrom("keyLastUses")
      .select("keyLastUses.atMs")
      .whereRef("keyLastUses.key", "=", "externalKeys.key")
      .whereRef("keyLastUses.account", "=", "externalKeys.host")
      .as("lastUsedAtMs"),
  ]);
}

/** Where `statusReason` gives none, in SQL. */
function works(nowMs: number): RawBuilder<SqlBool> {
  return sql<SqlBool>`(${sql.ref("apiKeys.status")} = 'active'
    and ${sql.ref("accounts.status")} = 'active'
    and ${sql.ref("externalKeys.status")} = 'active'
    and (${sql.ref("externalKeys.expiresAtMs")} is null or ${sql.ref("externalKeys.expiresAtMs")} > ${nowMs}))`;
}

function sortExpression(sort: ExternalKeySort, nowMs: number): RawBuilder<unknown> {
  switch (sort) {
    case "key":
      return sql.ref("externalKeys.key");
    case "owner":
      return sql.ref("accounts.displayNameFolded");
    case "addedAt":
      return sql.ref("externalKeys.addedAtMs");
    case "status":
      return sql`(case when ${works(nowMs)} then 'active' else 'inactive' end)`;
  }
}

type AdmissionRow = Omit<ExternalKey, "addedBy" | "allowedNetworks" | "status"> & {
  readonly allowedNetworks: string | null;
  readonly addedBy: string;
  readonly status: string;
  readonly quarantinedAtMs: number | null;
  readonly keyStatus: string;
  readonly ownerName: string;
  readonly ownerDisplayName: string;
  readonly ownerStatus: string;
  readonly lastUsedAtMs: number | null;
};

async function withRoles(
  db: Kysely<Schema>,
  host: string,
  rows: readonly AdmissionRow[],
  nowMs: number,
): Promise<ExternalKeyDetails[]> {
  if (rows.length === 0) return [];
  const roleRows = await db
    .selectFrom("externalKeyRoles")
    .select(["key", "roleId"])
    .where("host", "=", host)
    .where(
      "key",
      "in",
      rows.map((row) => row.key),
    )
    .orderBy("roleId")
    .execute();
  const roles = Map.groupBy(roleRows, (row) => row.key);
  return rows.map((row) => {
    const status = row.status as ExternalKey["status"];
    return {
      host: row.host,
      key: row.key,
      name: row.name,
      status,
      expiresAtMs: row.expiresAtMs,
      requestsPerMinute: row.requestsPerMinute,
      allowedNetworks: parseNetworks(row.allowedNetworks),
      addedAtMs: row.addedAtMs,
      addedBy: JSON.parse(row.addedBy) as Actor,
      quarantined: row.quarantinedAtMs !== null,
      owner: { account: row.ownerName, displayName: row.ownerDisplayName },
      roles: (roles.get(row.key) ?? []).map((role) => role.roleId),
      statusReason: statusReason(
        {
          keyStatus: row.keyStatus as KeyStatus,
          ownerStatus: row.ownerStatus as AccountStatus,
          status,
          expiresAtMs: row.expiresAtMs,
        },
        nowMs,
      ),
      lastUsedAtMs: row.lastUsedAtMs,
    };
  });
}
