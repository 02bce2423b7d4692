import { type Kysely, sql, type SqlBool } from "kysely";
import type { AccountStatus } from "../../domain/account.ts";
import type {
  AccountEntry,
  ExternalKeyEntry,
  KeyEntry,
  RoleEntry,
  ServiceKeyEntry,
} from "../../domain/directory-entry.ts";
import { tokenLifetimeMonths } from "../../domain/key-settings.ts";
import type { TokenState } from "../../domain/token.ts";
import type { Schema } from "../schema.ts";
import { toKeySettings } from "./key-settings.ts";

/** Keys that a full read holds at a time. */
const BATCH = 2_000;

/** One account, or all. */
export async function accountEntries(db: Kysely<Schema>, account?: string): Promise<AccountEntry[]> {
  let query = db
    .selectFrom("accounts")
    .leftJoin("apiKeySettings", "apiKeySettings.account", "accounts.name")
    .select(["accounts.name", "accounts.status", "apiKeySettings.renewalMonths", "apiKeySettings.enforcement"]);
  if (account !== undefined) query = query.where("accounts.name", "=", account);
  const rows = await query.execute();
  return rows.map((row) => ({
    kind: "account",
    account: row.name,
    status: row.status as AccountStatus,
    tokenLifetimeMonths: tokenLifetimeMonths(toKeySettings(row)),
  }));
}

/** One custom role, or all of all accounts. */
export async function customRoleEntries(
  db: Kysely<Schema>,
  only?: { account: string; role: string },
): Promise<RoleEntry[]> {
  let roles = db.selectFrom("roles").select(["account", "id"]);
  let resources = db.selectFrom("roleResources").selectAll().orderBy("account").orderBy("roleId").orderBy("resource");
  if (only) {
    roles = roles.where("account", "=", only.account).where("id", "=", only.role);
    resources = resources.where("account", "=", only.account).where("roleId", "=", only.role);
  }
  const held = Map.groupBy(await resources.execute(), (row) => `${row.account} ${row.roleId}`);
  return (await roles.execute()).map(({ account, id }) => ({
    kind: "role",
    account,
    role: id,
    resources: (held.get(`${account} ${id}`) ?? []).map((row) => row.resource),
  }));
}

/** One service key, or all. */
export async function serviceKeyEntries(db: Kysely<Schema>, id?: string): Promise<ServiceKeyEntry[]> {
  let query = db.selectFrom("serviceKeys").select(["id", "name", "digest", "secretId"]);
  if (id !== undefined) query = query.where("id", "=", id);
  const rows = await query.execute();
  return rows.map((row) => ({
    kind: "service-key",
    id: row.id,
    name: row.name,
    digest: { bytes: row.digest, secretId: row.secretId },
  }));
}

/** A stretch of an index, both ends included. */
interface Stretch<Place> {
  readonly first: Place;
  readonly last: Place;
}

/** The keys of a stretch, as far as they aren't deleted. */
export async function keyEntries(db: Kysely<Schema>, { first, last }: Stretch<string>): Promise<KeyEntry[]> {
  const rows = await db
    .selectFrom("apiKeys")
    .select(["key", "owner", "name", "status", "requestsPerMinute"])
    .where("key", ">=", first)
    .where("key", "<=", last)
    .where("status", "<>", "deleted")
    .orderBy("key")
    .execute();
  const roleRows = await db
    .selectFrom("apiKeyRoles")
    .select(["key", "roleId"])
    .where("key", ">=", first)
    .where("key", "<=", last)
    .orderBy("key")
    .orderBy("roleId")
    .execute();
  const tokenRows = await db
    .selectFrom("apiTokens")
    .select(["id", "key", "state", "digest", "secretId", "createdAtMs", "expiresAtMs"])
    .where("key", ">=", first)
    .where("key", "<=", last)
    // One that waits behind a link doesn't work yet (rule 3).
    .where("linkId", "is", null)
    .orderBy("key")
    .orderBy("state")
    .execute();
  const roles = Map.groupBy(roleRows, (row) => row.key);
  const tokens = Map.groupBy(tokenRows, (row) => row.key);
  return rows.map((row) => ({
    kind: "key",
    key: row.key,
    owner: row.owner,
    name: row.name,
    status: row.status as KeyEntry["status"],
    roles: (roles.get(row.key) ?? []).map((role) => role.roleId),
    tokens: (tokens.get(row.key) ?? []).map((token) => ({
      id: token.id,
      state: token.state as TokenState,
      digest: { bytes: token.digest, secretId: token.secretId },
      createdAtMs: token.createdAtMs,
      expiresAtMs: token.expiresAtMs,
    })),
    requestsPerMinute: row.requestsPerMinute,
  }));
}

/** Every key that isn't deleted, in batches. */
export async function* allKeys(db: Kysely<Schema>): AsyncGenerator<KeyEntry[]> {
  for (let after = ""; ;) {
    const rows = await db
      .selectFrom("apiKeys")
      .select("key")
      .where("key", ">", after)
      .orderBy("key")
      .limit(BATCH)
      .execute();
    const [first, last] = [rows[0], rows.at(-1)];
    if (!first || !last) return;
    yield await keyEntries(db, { first: first.key, last: last.key });
    after = last.key;
  }
}

interface Admission {
  /** The host. */
  readonly account: string;
  readonly key: string;
}

/** The admissions of a stretch, by host and then by key. */
export async function externalKeyEntries(
  db: Kysely<Schema>,
  { first, last }: Stretch<Admission>,
): Promise<ExternalKeyEntry[]> {
  const place = sql`(host, ${sql.ref("key")})`;
  const within = sql<SqlBool>`${place} >= (${first.account}, ${first.key}) and ${place} <= (${last.account}, ${last.key})`;
  const rows = await db
    .selectFrom("externalKeys")
    .select(["host", "key", "name", "status", "expiresAtMs", "requestsPerMinute"])
    .where(within)
    .orderBy("host")
    .orderBy("key")
    .execute();
  const roleRows = await db
    .selectFrom("externalKeyRoles")
    .select(["host", "key", "roleId"])
    .where(within)
    .orderBy("host")
    .orderBy("key")
    .orderBy("roleId")
    .execute();
  // A space stands in neither.
  const roles = Map.groupBy(roleRows, (row) => `${row.host} ${row.key}`);
  return rows.map((row) => ({
    kind: "external-key",
    account: row.host,
    key: row.key,
    name: row.name,
    status: row.status as ExternalKeyEntry["status"],
    expiresAtMs: row.expiresAtMs,
    roles: (roles.get(`${row.host} ${row.key}`) ?? []).map((role) => role.roleId),
    requestsPerMinute: row.requestsPerMinute,
  }));
}

/** Every admission of every account, in batches. */
export async function* allExternalKeys(db: Kysely<Schema>): AsyncGenerator<ExternalKeyEntry[]> {
  for (let after: Admission = { account: "", key: "" }; ;) {
    const rows = await db
      .selectFrom("externalKeys")
      .select(["host as account", "key"])
      .where(sql<SqlBool>`(host, ${sql.ref("key")}) > (${after.account}, ${after.key})`)
      .orderBy("host")
      .orderBy("key")
      .limit(BATCH)
      .execute();
    const [first, last] = [rows[0], rows.at(-1)];
    if (!first || !last) return;
    yield await externalKeyEntries(db, { first, last });
    after = last;
  }
}
