import type { Kysely, SelectQueryBuilder } from "kysely";
import type { Actor } from "../../domain/actor.ts";
import type { ApiKey, KeyProfile } from "../../domain/key.ts";
import type { TokenState } from "../../domain/token.ts";
import type { Schema } from "../schema.ts";
import type { KeyDetails, WalkedKey } from "../store.ts";
import { parseNetworks } from "./networks.ts";
import { idsOf, roleIdsOfKey } from "./role-ids.ts";
import { statement } from "./statement.ts";
import { tokensOf, tokensOfKey } from "./tokens.ts";

/** An account's own keys that aren't deleted. */
export function liveKeys(db: Kysely<Schema>, owner: string) {
  return db.selectFrom("apiKeys").where("apiKeys.owner", "=", owner).where("apiKeys.status", "<>", "deleted");
}

/** What a key is by itself, without what belongs to it. */
export function selectKeys<Row>(query: SelectQueryBuilder<Schema, "apiKeys", Row>) {
  return query.select([
    "apiKeys.key",
    "apiKeys.owner",
    "apiKeys.name",
    "apiKeys.status",
    "apiKeys.createdAtMs",
    "apiKeys.createdBy",
    "apiKeys.profile",
    "apiKeys.requestsPerMinute",
    "apiKeys.allowedNetworks",
    "apiKeys.quarantinedAtMs",
  ]);
}

type KeyRow = Omit<ApiKey, "allowedNetworks" | "createdBy" | "status" | "profile"> & {
  readonly createdBy: string;
  readonly status: string;
  readonly profile: string | null;
  readonly allowedNetworks: string | null;
  readonly quarantinedAtMs: number | null;
};

const findRow = statement((db, { key, owner }: { readonly key: string; readonly owner: string }) =>
  selectKeys(liveKeys(db, owner).where("apiKeys.key", "=", key)).select((row) => [
    roleIdsOfKey("apiKeys.key").as("roleIds"),
    row
      .selectFrom("externalKeys")
      .whereRef("externalKeys.key", "=", "apiKeys.key")
      .select(({ fn }) => fn.countAll<number>().as("hosts"))
      .$asScalar()
      .as("hosts"),
    row
      .selectFrom("keyLastUses")
      .whereRef("keyLastUses.key", "=", "apiKeys.key")
      .select(({ fn }) => fn.max("atMs").as("atMs"))
      .as("lastUsedAtMs"),
  ]),
);

/** One key with all that belongs to it: what every change to it asks for. */
export async function findKey(db: Kysely<Schema>, owner: string, key: string): Promise<KeyDetails | undefined> {
  const [found] = await findRow(db, { owner, key });
  if (!found) return undefined;
  const { hosts, lastUsedAtMs, roleIds, ...row } = found;
  return {
    ...fieldsOf(row),
    roles: idsOf(roleIds),
    tokens: await tokensOfKey(db, key),
    hostCount: hosts ?? 0,
    lastUsedAtMs,
  };
}

/** Some of an account's keys that follow a string, with what an export holds of them: one statement, whatever that is. */
const walkedRows = statement(
  (db, { from, limit, owner }: { readonly from: string; readonly limit: number; readonly owner: string }) =>
    db
      .selectFrom("apiKeys as k")
      .leftJoin("apiTokens as t", "t.key", "k.key")
      .select(["k.key", "k.name", "k.status", "k.createdAtMs", "k.profile", "t.state", "t.createdAtMs as tokenAtMs"])
      .select(roleIdsOfKey("k.key").as("roleIds"))
      .where("k.key", "in", liveKeys(db, owner).select("key").where("key", ">", from).orderBy("key").limit(limit))
      .orderBy("k.key")
      .orderBy("t.createdAtMs"),
);

/** The keys of an account that follow a string, at most so many. */
export async function walkKeys(db: Kysely<Schema>, owner: string, from: string, limit: number): Promise<WalkedKey[]> {
  const rows = await walkedRows(db, { owner, from, limit });
  return [...Map.groupBy(rows, (row) => row.key).values()].flatMap((ofKey) => {
    const [first] = ofKey;
    if (!first) return [];
    const { createdAtMs, key, name, profile, roleIds, status } = first;
    const tokens = ofKey.flatMap(({ state, tokenAtMs }) =>
      state === null || tokenAtMs === null ? [] : [{ state: state as TokenState, createdAtMs: tokenAtMs }],
    );
    const fields = { key, name, createdAtMs, profile: parseProfile(profile), roles: idsOf(roleIds) };
    return [{ ...fields, status: status as ApiKey["status"], tokens }];
  });
}

/** Reads what belongs to a page of keys: a fixed number of queries whatever its length. */
export async function withParts(db: Kysely<Schema>, owner: string, rows: readonly KeyRow[]): Promise<KeyDetails[]> {
  if (rows.length === 0) return [];
  const keys = rows.map((row) => row.key);
  const roleRows = await db
    .selectFrom("apiKeyRoles")
    .select(["key", "roleId"])
    .where("owner", "=", owner)
    .where("key", "in", keys)
    .orderBy("roleId")
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
  const tokens = Map.groupBy(await tokensOf(db, keys), (token) => token.key);
  const lastUses = new Map(useRows.map((row) => [row.key, row.atMs]));
  const hosts = new Map(hostRows.map((row) => [row.key, row.hosts]));
  return rows.map((row) => ({
    ...fieldsOf(row),
    roles: (roles.get(row.key) ?? []).map((role) => role.roleId),
    tokens: tokens.get(row.key) ?? [],
    hostCount: hosts.get(row.key) ?? 0,
    lastUsedAtMs: lastUses.get(row.key) ?? null,
  }));
}

function fieldsOf({ quarantinedAtMs, ...row }: KeyRow) {
  return {
    ...row,
    status: row.status as ApiKey["status"],
    createdBy: JSON.parse(row.createdBy) as Actor,
    profile: parseProfile(row.profile),
    allowedNetworks: parseNetworks(row.allowedNetworks),
    quarantined: quarantinedAtMs !== null,
  };
}

export function profileText(profile: KeyProfile | null): string | null {
  return profile && JSON.stringify(profile);
}

export function parseProfile(text: string | null): KeyProfile | null {
  return text === null ? null : (JSON.parse(text) as KeyProfile);
}
