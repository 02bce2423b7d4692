import { type Kysely, sql } from "kysely";
import type { ApiKey } from "../../domain/key.ts";
import { fold } from "../../domain/text.ts";
import { DEFAULT_KEY_SETTINGS, type Enforcement } from "../../domain/key-settings.ts";
import type { WarningMark } from "../../domain/token-age.ts";
import type { Schema } from "../schema.ts";
import type { KeyAgeFilter, KeyFilter, KeyHostSort, KeyReads, KeySort, KeyWrites } from "../store.ts";
import { findKey, liveKeys, parseProfile, profileText, selectKeys, walkKeys, withParts } from "./key-details.ts";
import { networksText } from "./networks.ts";
import { ageConditions, madeIn, matches } from "./key-filter.ts";
import { countOf, readPage, walk, WALK_PAGE } from "./page.ts";
import type { Snapshot } from "./snapshot.ts";
import { keepAges, tokenWrites, untold } from "./tokens.ts";

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
    find: (owner, key) => snapshot((db) => findKey(db, owner, key)),

    list: (owner, filter, page) =>
      snapshot(async (db) => {
        const matching = liveKeys(db, owner).where((where) => matches(where, owner, filter));
        const order = { by: sql.ref(SORT_COLUMNS[page.sort]), id: sql.ref("apiKeys.key") };
        const role = roleAlone(filter);
        const counted = role === undefined ? matching : keysOfRole(db, owner, role);
        const found = await readPage(matching, selectKeys, order, page, () => countOf(counted));
        return { ...found, items: await withParts(db, owner, found.items) };
      }),

    first: (owner, filter, limit) =>
      snapshot((db) =>
        liveKeys(db, owner)
          .where((where) => matches(where, owner, filter))
          .select(["apiKeys.key", "apiKeys.name"])
          .orderBy("apiKeys.nameFolded")
          .orderBy("apiKeys.key")
          .limit(limit)
          .execute(),
      ),

    count: (owner, filters) =>
      snapshot(async (db) => {
        const conditionOf = (filter: KeyAgeFilter) => sql.join([sql`1 = 1`, ...ageConditions(filter)], sql` and `);
        const row = await liveKeys(db, owner)
          .select(
            filters.map((filter, index) =>
              sql<number>`coalesce(sum(case when ${conditionOf(filter)} then 1 else 0 end), 0)`.as(`count${index}`),
            ),
          )
          .executeTakeFirstOrThrow();
        return filters.map((_, index) => row[`count${index}`] ?? 0);
      }),

    all: (owner) => walk((after) => snapshot((db) => walkKeys(db, owner, after, WALK_PAGE))),

    async *agedTokens(owner, months, within) {
      for await (const page of walk((after) => snapshot((db) => keysAfter(db, owner, after)))) {
        const keys = page.map(({ key }) => key);
        const rows = await snapshot((db) =>
          db
            .selectFrom("apiTokens")
            .leftJoin("tokenWarnings", (join) =>
              join.onRef("tokenWarnings.tokenId", "=", "apiTokens.id").on("tokenWarnings.months", "=", months),
            )
            .select(["apiTokens.id", "apiTokens.key", "apiTokens.createdAtMs", "tokenWarnings.daysLeft"])
            .where("apiTokens.key", "in", keys)
            .where(madeIn(sql.ref("apiTokens.createdAtMs"), within))
            .where((where) => where.or([where("daysLeft", "is", null), where("daysLeft", ">", 0)]))
            .orderBy("apiTokens.key")
            .orderBy("apiTokens.createdAtMs")
            .execute(),
        );
        if (rows.length > 0) {
          yield rows.map(({ daysLeft, ...token }) => ({ ...token, told: daysLeft as WarningMark | null }));
        }
      }
    },

    untoldTokens: ({ alert, limit, months, within }) =>
      snapshot((db) =>
        db
          .selectFrom("apiTokens")
          .leftJoin("apiKeySettings", "apiKeySettings.account", "apiTokens.owner")
          .select(["apiTokens.id", "apiTokens.key", "apiTokens.owner", "apiTokens.createdAtMs"])
          .where(untold(alert, madeIn(sql.ref("apiTokens.createdAtMs"), within)))
          .where((where) =>
            where.or([
              where.and([
                where("renewalMonths", "=", months),
                where("enforcement", "=", "alert" satisfies Enforcement),
              ]),
              // Who has decided nothing.
              ...(months === DEFAULT_KEY_SETTINGS.renewalMonths ? [where("apiKeySettings.account", "is", null)] : []),
            ]),
          )
          .orderBy("apiTokens.createdAtMs")
          .orderBy("apiTokens.id")
          .limit(limit)
          .execute(),
      ),

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

    issued: (keys) =>
      snapshot(async (db) => {
        if (keys.length === 0) return new Map();
        const rows = await db
          .selectFrom("apiKeys")
          .select(["key", "owner", "status"])
          .where("key", "in", keys)
          .execute();
        return new Map(
          rows.map(({ key, owner, status }) => [key, { owner, status: status as ApiKey["status"] }] as const),
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

    admissionsOfOwner: (owner, of = {}) =>
      snapshot((db) =>
        liveKeys(db, owner)
          .innerJoin("externalKeys", "externalKeys.key", "apiKeys.key")
          .select(["externalKeys.host as account", "externalKeys.key"])
          .where((where) => where.and(ageConditions(of)))
          .orderBy("externalKeys.key")
          .orderBy("externalKeys.host")
          .execute(),
      ),
  };
}

export function keyWrites(db: Kysely<Schema>): KeyWrites {
  return {
    ...tokenWrites(db),

    async insert(key) {
      const { numInsertedOrUpdatedRows } = await db
        .insertInto("apiKeys")
        .values({
          ...key,
          nameFolded: fold(key.name),
          createdBy: JSON.stringify(key.createdBy),
          profile: profileText(key.profile),
          allowedNetworks: networksText(key.allowedNetworks),
        })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst();
      return numInsertedOrUpdatedRows !== 0n;
    },

    async update(owner, key, { allowedNetworks, profile, quarantined, ...fields }) {
      await db
        .updateTable("apiKeys")
        .set({
          ...fields,
          ...(fields.name === undefined ? {} : { nameFolded: fold(fields.name) }),
          ...(profile === undefined ? {} : { profile: profileText(profile) }),
          ...(allowedNetworks === undefined ? {} : { allowedNetworks: networksText(allowedNetworks) }),
          ...(quarantined === undefined ? {} : { quarantinedAtMs: null }),
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
      await keepAges(db, key);
    },
  };
}

/** The role that a filter asks for where it asks for nothing else. */
function roleAlone({ role, ...others }: KeyFilter): string | undefined {
  return Object.values(others).every((asked) => !asked) ? role : undefined;
}

/** As many rows as an account has keys of a role: a deleted key has none. */
function keysOfRole(db: Kysely<Schema>, owner: string, roleId: string) {
  return db.selectFrom("apiKeyRoles").where("owner", "=", owner).where("roleId", "=", roleId);
}

/** A page of an account's keys that follow a string, deleted ones among them. */
function keysAfter(db: Kysely<Schema>, owner: string, after: string) {
  return db
    .selectFrom("apiKeys")
    .select("key")
    .where("owner", "=", owner)
    .where("key", ">", after)
    .orderBy("key")
    .limit(WALK_PAGE)
    .execute();
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
