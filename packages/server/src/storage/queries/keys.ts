import { type Kysely, type SelectQueryBuilder, sql } from "kysely";
import type { Actor } from "../../domain/actor.ts";
import type { ApiKey, KeyProfile } from "../../domain/key.ts";
import { fold } from "../../domain/text.ts";
import type { TokenState } from "../../domain/token.ts";
import type { Schema } from "../schema.ts";
import type { KeyDetails, KeyHostSort, KeyReads, KeySort, KeyWrites } from "../store.ts";
import { contains, readPage } from "./page.ts";
import type { Snapshot } from "./snapshot.ts";

const SORT_COLUMNS = {
  name: "apiKeys.nameFolded",
  createdAt: "apiKeys.createdAtMs",
  status: "apiKeys.status",
} satisfies Record<KeySort, string>;

const HOST_SORT_COLUMNS = {
  account: "accounts.displayNameFolded",
  since: "externalKeys.addedAtMs",
} satisfies Record<KeyHostSort, string>;

export function keyReads(snapshot: Snapshot): KeyReads {
  return {
    find: (owner, key) =>
      snapshot(async (db) => {
        const rows = await selectKeys(liveKeys(db, owner).where("apiKeys.key", "=", key)).execute();
        const [details] = await withParts(db, owner, rows);
        return details;
      }),

    list: (owner, filter, page) =>
      snapshot(async (db) => {
        let matching = liveKeys(db, owner);
        if (filter.status) matching = matching.where("apiKeys.status", "=", filter.status);
        const { role, search } = filter;
        if (role !== undefined) {
          matching = matching.where((where) =>
            where.exists(
              where
                .selectFrom("apiKeyRoles")
                .select("roleId")
                .whereRef("apiKeyRoles.owner", "=", "apiKeys.owner")
                .whereRef("apiKeyRoles.key", "=", "apiKeys.key")
                .where("roleId", "=", role),
            ),
          );
        }
        if (search) {
          matching = matching.where((where) =>
            where.or([
              contains(sql.ref("apiKeys.nameFolded"), search),
              contains(sql`lower(${sql.ref("apiKeys.key")})`, search),
            ]),
          );
        }
        const order = { by: sql.ref(SORT_COLUMNS[page.sort]), id: sql.ref("apiKeys.key") };
        const found = await readPage(matching, selectKeys, order, page);
        return { ...found, items: await withParts(db, owner, found.items) };
      }),

    lookUp: (key) =>
      snapshot(async (db) => {
        const row = await db
          .selectFrom("apiKeys")
          .innerJoin("accounts", "accounts.name", "apiKeys.owner")
          .select(["apiKeys.key", "apiKeys.profile", "accounts.name as account", "accounts.displayName"])
          .where("apiKeys.key", "=", key)
          .where("apiKeys.status", "<>", "deleted")
          .executeTakeFirst();
        return (
          row && {
            key: row.key,
            owner: { account: row.account, displayName: row.displayName },
            profile: parseProfile(row.profile),
          }
        );
      }),

    hostsOf: (key) =>
      snapshot(async (db) => {
        const rows = await db
          .selectFrom("externalKeys")
          .select("host")
          .where("key", "=", key)
          .orderBy("host")
          .execute();
        return rows.map((row) => row.host);
      }),

    hosts: (owner, key, page) =>
      snapshot(async (db) => {
        const matching = db
          .selectFrom("externalKeys")
          .innerJoin("apiKeys", "apiKeys.key", "externalKeys.key")
          .innerJoin("accounts", "accounts.name", "externalKeys.host")
          .leftJoin("keyLastUses", (join) =>
            join
              .onRef("keyLastUses.key", "=", "externalKeys.key")
              .onRef("keyLastUses.account", "=", "externalKeys.host"),
          )
          .where("apiKeys.owner", "=", owner)
          .where("externalKeys.key", "=", key);
        const order = { by: sql.ref(HOST_SORT_COLUMNS[page.sort]), id: sql.ref("externalKeys.host") };
        const found = await readPage(
          matching,
          (match) =>
            match.select([
              "externalKeys.host as account",
              "accounts.displayName",
              "externalKeys.addedAtMs as sinceMs",
              "keyLastUses.atMs as lastUsedAtMs",
            ]),
          order,
          page,
        );
        const roles = await rolesInHosts(
          db,
          key,
          found.items.map((host) => host.account),
        );
        const items = found.items.map(({ account, displayName, lastUsedAtMs, sinceMs }) => ({
          account,
          displayName,
          sinceMs,
          roles: roles.get(account) ?? [],
          lastUsedAtMs,
        }));
        return { ...found, items };
      }),

    admissionsOfOwner: (owner) =>
      snapshot((db) =>
        db
          .selectFrom("externalKeys")
          .innerJoin("apiKeys", "apiKeys.key", "externalKeys.key")
          .select(["externalKeys.host as account", "externalKeys.key"])
          .where("apiKeys.owner", "=", owner)
          .where("apiKeys.status", "<>", "deleted")
          .orderBy("externalKeys.key")
          .orderBy("externalKeys.host")
          .execute(),
      ),
  };
}

export function keyWrites(db: Kysely<Schema>): KeyWrites {
  return {
    async insert(key) {
      const { numInsertedOrUpdatedRows } = await db
        .insertInto("apiKeys")
        .values({
          ...key,
          nameFolded: fold(key.name),
          createdBy: JSON.stringify(key.createdBy),
          profile: profileText(key.profile),
        })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst();
      return numInsertedOrUpdatedRows !== 0n;
    },

    async insertToken({ digest, ...token }) {
      await db
        .insertInto("apiTokens")
        .values({ ...token, digest: digest.bytes, secretId: digest.secretId })
        .execute();
    },

    async update(owner, key, { profile, ...fields }) {
      await db
        .updateTable("apiKeys")
        .set({
          ...fields,
          ...(fields.name === undefined ? {} : { nameFolded: fold(fields.name) }),
          ...(profile === undefined ? {} : { profile: profileText(profile) }),
        })
        .where("owner", "=", owner)
        .where("key", "=", key)
        .execute();
    },

    async setRoles(owner, key, roleIds) {
      await db.deleteFrom("apiKeyRoles").where("owner", "=", owner).where("key", "=", key).execute();
      if (roleIds.length === 0) return;
      await db
        .insertInto("apiKeyRoles")
        .values(roleIds.map((roleId) => ({ owner, key, roleId })))
        .execute();
    },

    async delete(owner, key) {
      const { numUpdatedRows } = await db
        .updateTable("apiKeys")
        .set({ status: "deleted" })
        .where("owner", "=", owner)
        .where("key", "=", key)
        .executeTakeFirst();
      if (numUpdatedRows === 0n) return;
      await db.deleteFrom("apiKeyRoles").where("owner", "=", owner).where("key", "=", key).execute();
      await db.deleteFrom("apiTokens").where("key", "=", key).execute();
    },
  };
}

function liveKeys(db: Kysely<Schema>, owner: string) {
  return db.selectFrom("apiKeys").where("apiKeys.owner", "=", owner).where("apiKeys.status", "<>", "deleted");
}

function selectKeys<Row>(query: SelectQueryBuilder<Schema, "apiKeys", Row>) {
  return query.select([
    "apiKeys.key",
    "apiKeys.owner",
    "apiKeys.name",
    "apiKeys.status",
    "apiKeys.createdAtMs",
    "apiKeys.createdBy",
    "apiKeys.profile",
  ]);
}

type KeyRow = Omit<ApiKey, "createdBy" | "status" | "profile"> & {
  readonly createdBy: string;
  readonly status: string;
  readonly profile: string | null;
};

/** Reads what belongs to a page of keys: a fixed number of queries whatever its length. */
async function withParts(db: Kysely<Schema>, owner: string, rows: readonly KeyRow[]): Promise<KeyDetails[]> {
  if (rows.length === 0) return [];
  const keys = rows.map((row) => row.key);
  const roleRows = await db
    .selectFrom("apiKeyRoles")
    .select(["key", "roleId"])
    .where("owner", "=", owner)
    .where("key", "in", keys)
    .orderBy("roleId")
    .execute();
  const tokenRows = await db
    .selectFrom("apiTokens")
    .leftJoin("tokenLastUses", "tokenLastUses.tokenId", "apiTokens.id")
    .select(["id", "key", "state", "createdAtMs", "expiresAtMs", "tokenLastUses.atMs", "tokenLastUses.ip"])
    .where("key", "in", keys)
    .orderBy("createdAtMs")
    .orderBy("state")
    .execute();
  const hostRows = await db
    .selectFrom("externalKeys")
    .select(["key", db.fn.countAll<number>().as("hosts")])
    .where("key", "in", keys)
    .groupBy("key")
    .execute();
  const useRows = await db
    .selectFrom("keyLastUses")
    .select(["key", db.fn.max("atMs").as("atMs")])
    .where("key", "in", keys)
    .groupBy("key")
    .execute();
  const roles = Map.groupBy(roleRows, (row) => row.key);
  const tokens = Map.groupBy(tokenRows, (row) => row.key);
  const lastUses = new Map(useRows.map((row) => [row.key, row.atMs]));
  const hosts = new Map(hostRows.map((row) => [row.key, row.hosts]));
  return rows.map((row) => ({
    key: row.key,
    owner: row.owner,
    name: row.name,
    status: row.status as ApiKey["status"],
    createdAtMs: row.createdAtMs,
    createdBy: JSON.parse(row.createdBy) as Actor,
    profile: parseProfile(row.profile),
    roles: (roles.get(row.key) ?? []).map((role) => role.roleId),
    tokens: (tokens.get(row.key) ?? []).map(({ atMs, ip, ...token }) => ({
      ...token,
      state: token.state as TokenState,
      lastUse: atMs === null ? null : { atMs, ip },
    })),
    hostCount: hosts.get(row.key) ?? 0,
    lastUsedAtMs: lastUses.get(row.key) ?? null,
  }));
}

/** Ids of the roles that each of some hosts gave a key, in order. */
async function rolesInHosts(
  db: Kysely<Schema>,
  key: string,
  hosts: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  if (hosts.length === 0) return new Map();
  const rows = await db
    .selectFrom("externalKeyRoles")
    .select(["host", "roleId"])
    .where("key", "=", key)
    .where("host", "in", [...hosts])
    .orderBy("roleId")
    .execute();
  const byHost = Map.groupBy(rows, (row) => row.host);
  return new Map([...byHost].map(([host, ofHost]) => [host, ofHost.map((row) => row.roleId)]));
}

function profileText(profile: KeyProfile | null): string | null {
  return profile && JSON.stringify(profile);
}

function parseProfile(text: string | null): KeyProfile | null {
  return text === null ? null : (JSON.parse(text) as KeyProfile);
}
