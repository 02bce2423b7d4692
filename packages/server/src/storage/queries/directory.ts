import { type Kysely, sql, type SqlBool } from "kysely";
import type { AccountStatus } from "../../domain/account.ts";
import type {
  AccountEntry,
  ExternalKeyEntry,
  KeyEntry,
  RoleEntry,
  ServiceKeyEntry,
  TokenEntry,
} from "../../domain/directory-entry.ts";
import { tokenLifetimeMonths } from "../../domain/key-settings.ts";
import type { TokenState } from "../../domain/token.ts";
import type { Schema } from "../schema.ts";
import { toKeySettings } from "./key-settings.ts";
import { parseNetworks } from "./networks.ts";
import { idsOf, roleIdsOfAdmission, roleIdsOfKey } from "./role-ids.ts";
import { statement } from "./statement.ts";

/** Keys that a full read holds at a time. */
const BATCH = 500;

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

function selectKeys(db: Kysely<Schema>) {
  return (
    db
      .selectFrom("apiKeys as k")
      // One that waits behind a link doesn't work yet (rule 3).
      .leftJoin("apiTokens as t", (join) => join.onRef("t.key", "=", "k.key").on("t.linkId", "is", null))
      .select(["k.key", "k.owner", "k.name", "k.status", "k.requestsPerMinute", "k.allowedNetworks"])
      .select(["t.id", "t.state", "t.digest", "t.secretId", "t.createdAtMs", "t.expiresAtMs"])
      .select(roleIdsOfKey("k.key").as("roleIds"))
      .where("k.status", "<>", "deleted")
      .orderBy("k.key")
      .orderBy("t.state")
  );
}

type KeyRow = Awaited<ReturnType<ReturnType<typeof selectKeys>["execute"]>>[number];

/** From rows in the order of their keys: one for each token of a key, or one without. */
function toKeyEntries(rows: readonly KeyRow[]): KeyEntry[] {
  const entries: (KeyEntry & { readonly tokens: TokenEntry[] })[] = [];
  for (const row of rows) {
    let entry = entries.at(-1);
    if (entry?.key !== row.key) {
      const { key, name, owner, requestsPerMinute } = row;
      const status = row.status as KeyEntry["status"];
      const roles = idsOf(row.roleIds);
      const limits = { requestsPerMinute, allowedNetworks: parseNetworks(row.allowedNetworks) };
      entries.push((entry = { kind: "key", key, owner, name, status, roles, tokens: [], ...limits }));
    }
    const { createdAtMs, digest, expiresAtMs, id, secretId } = row;
    if (id === null || digest === null || secretId === null || createdAtMs === null) continue;
    const state = row.state as TokenState;
    entry.tokens.push({ id, state, digest: { bytes: digest, secretId }, createdAtMs, expiresAtMs });
  }
  return entries;
}

const findRows = statement((db, { key }: { readonly key: string }) => selectKeys(db).where("k.key", "=", key));

/** A key, unless it is deleted. */
export async function keyEntries(db: Kysely<Schema>, key: string): Promise<KeyEntry[]> {
  return toKeyEntries(await findRows(db, { key }));
}

/** Where the batch that follows a key ends: from an index alone, so deleted keys are among them. */
function endOfBatch(db: Kysely<Schema>, after: string) {
  const batch = db.selectFrom("apiKeys").select("key").where("key", ">", after).orderBy("key").limit(BATCH);
  return db.selectFrom(batch.as("batch")).select(({ fn }) => fn.max<string | null>("batch.key").as("key"));
}

const keysAfter = statement((db, { after }: { readonly after: string }) =>
  selectKeys(db).where("k.key", ">", after).where("k.key", "<=", endOfBatch(db, after)),
);

/** Every key that isn't deleted, in batches. */
export async function* allKeys(db: Kysely<Schema>): AsyncGenerator<KeyEntry[]> {
  for (let after: string | null | undefined = ""; typeof after === "string";) {
    const rows = await keysAfter(db, { after });
    if (rows.length > 0) yield toKeyEntries(rows);
    // A batch of deleted keys isn't the end.
    after = rows.at(-1)?.key ?? (await endOfBatch(db, after).executeTakeFirst())?.key;
  }
}

interface Admission {
  /** The host. */
  readonly account: string;
  readonly key: string;
}

function selectExternalKeys(db: Kysely<Schema>) {
  return db
    .selectFrom("externalKeys as e")
    .select(["e.host", "e.key", "e.name", "e.status", "e.expiresAtMs", "e.requestsPerMinute", "e.allowedNetworks"])
    .select(roleIdsOfAdmission("e.host", "e.key").as("roleIds"))
    .orderBy("e.host")
    .orderBy("e.key");
}

type ExternalKeyRow = Awaited<ReturnType<ReturnType<typeof selectExternalKeys>["execute"]>>[number];

function toExternalKeyEntry(row: ExternalKeyRow): ExternalKeyEntry {
  const { expiresAtMs, host, key, name, requestsPerMinute } = row;
  const status = row.status as ExternalKeyEntry["status"];
  const roles = idsOf(row.roleIds);
  const allowedNetworks = parseNetworks(row.allowedNetworks);
  const limits = { expiresAtMs, requestsPerMinute, allowedNetworks };
  return { kind: "external-key", account: host, key, name, status, roles, ...limits };
}

const findAdmission = statement((db, { account, key }: Admission) =>
  selectExternalKeys(db).where("e.host", "=", account).where("e.key", "=", key),
);

/** An admission, where it is there. */
export async function externalKeyEntries(db: Kysely<Schema>, { account, key }: Admission): Promise<ExternalKeyEntry[]> {
  return (await findAdmission(db, { account, key })).map(toExternalKeyEntry);
}

const admissionsAfter = statement((db, { account, key }: Admission) =>
  selectExternalKeys(db)
    .where(sql<SqlBool>`(${sql.ref("e.host")}, ${sql.ref("e.key")}) > (${account}, ${key})`)
    .limit(BATCH),
);

/** Every admission of every account, in batches. */
export async function* allExternalKeys(db: Kysely<Schema>): AsyncGenerator<ExternalKeyEntry[]> {
  for (let after: Admission = { account: "", key: "" }; ;) {
    const rows: ExternalKeyRow[] = await admissionsAfter(db, after);
    const last = rows.at(-1);
    if (!last) return;
    yield rows.map(toExternalKeyEntry);
    after = { account: last.host, key: last.key };
  }
}
