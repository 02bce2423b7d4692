import type { Kysely, Selectable } from "kysely";
import type { AccountStatus } from "../../domain/account.ts";
import type {
  AccountEntry,
  DirectoryPart,
  ExternalKeyEntry,
  KeyEntry,
  RoleEntry,
  ServiceKeyEntry,
  TokenEntry,
} from "../../domain/directory-entry.ts";
import { tokenLifetimeMonths } from "../../domain/key-settings.ts";
import type { TokenState } from "../../domain/token.ts";
import type { Schema } from "../schema.ts";
import { inChunks } from "./in-chunks.ts";
import { toKeySettings } from "./key-settings.ts";
import { parseNetworks } from "./networks.ts";
import { idsOf, roleIdsOfAdmission, roleIdsOfKey } from "./role-ids.ts";
import { statement } from "./statement.ts";

/** Rows that a full read holds at a time. */
const BATCH = 1_000;

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

const KEY_COLUMNS = ["k.key", "k.owner", "k.name", "k.status", "k.requestsPerMinute", "k.allowedNetworks"] as const;
const TOKEN_COLUMNS = ["t.id", "t.state", "t.digest", "t.secretId", "t.createdAtMs", "t.expiresAtMs"] as const;

function selectKeys(db: Kysely<Schema>) {
  return (
    db
      .selectFrom("apiKeys as k")
      // One that waits behind a link doesn't work yet (rule 3).
      .leftJoin("apiTokens as t", (join) => join.onRef("t.key", "=", "k.key").on("t.linkId", "is", null))
      .select(KEY_COLUMNS)
      .select(TOKEN_COLUMNS)
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
      const tokens: TokenEntry[] = [];
      entries.push((entry = { ...toKeyEntry(row, idsOf(row.roleIds)), tokens }));
    }
    const { createdAtMs, digest, expiresAtMs, id, secretId, state } = row;
    if (id === null || digest === null || secretId === null || createdAtMs === null || state === null) continue;
    entry.tokens.push(toTokenEntry({ id, state, digest, secretId, createdAtMs, expiresAtMs }));
  }
  return entries;
}

/** A key without its tokens. */
function toKeyEntry(
  {
    allowedNetworks,
    key,
    name,
    owner,
    requestsPerMinute,
    status,
  }: Pick<KeyRow, "allowedNetworks" | "key" | "name" | "owner" | "requestsPerMinute" | "status">,
  roles: string[],
): KeyEntry {
  const limits = { requestsPerMinute, allowedNetworks: parseNetworks(allowedNetworks) };
  return { kind: "key", key, owner, name, status: status as KeyEntry["status"], roles, tokens: [], ...limits };
}

function toTokenEntry({
  createdAtMs,
  digest,
  expiresAtMs,
  id,
  secretId,
  state,
}: Pick<
  Selectable<Schema["apiTokens"]>,
  "createdAtMs" | "digest" | "expiresAtMs" | "id" | "secretId" | "state"
>): TokenEntry {
  return { id, state: state as TokenState, digest: { bytes: digest, secretId }, createdAtMs, expiresAtMs };
}

const findRows = statement((db, { key }: { readonly key: string }) => selectKeys(db).where("k.key", "=", key));

/** A key, unless it is deleted. */
export async function keyEntries(db: Kysely<Schema>, key: string): Promise<KeyEntry[]> {
  return toKeyEntries(await findRows(db, { key }));
}

/** Every key that isn't deleted, without its tokens and roles, which follow. */
export async function* allKeys(db: Kysely<Schema>): AsyncGenerator<(KeyEntry | DirectoryPart)[], void> {
  const keys = db.selectFrom("apiKeys as k").select(KEY_COLUMNS).where("k.status", "<>", "deleted");
  for await (const rows of inChunks(db, keys, BATCH)) yield rows.map((row) => toKeyEntry(row, []));
  const tokens = db.selectFrom("apiTokens as t").select("t.key").select(TOKEN_COLUMNS).where("t.linkId", "is", null);
  for await (const rows of inChunks(db, tokens, BATCH)) {
    yield rows.map((row) => ({ kind: "key-token", key: row.key, token: toTokenEntry(row) }));
  }
  const roles = db.selectFrom("apiKeyRoles").select(["key", "roleId"]);
  for await (const rows of inChunks(db, roles, BATCH)) {
    yield rows.map(({ key, roleId }) => ({ kind: "key-role", key, role: roleId }));
  }
}

interface Admission {
  /** The host. */
  readonly account: string;
  readonly key: string;
}

const ADMISSION_COLUMNS = [
  "e.host",
  "e.key",
  "e.name",
  "e.status",
  "e.expiresAtMs",
  "e.requestsPerMinute",
  "e.allowedNetworks",
] as const;

function selectExternalKeys(db: Kysely<Schema>) {
  return db
    .selectFrom("externalKeys as e")
    .select(ADMISSION_COLUMNS)
    .select(roleIdsOfAdmission("e.host", "e.key").as("roleIds"));
}

type ExternalKeyRow = Awaited<ReturnType<ReturnType<typeof selectExternalKeys>["execute"]>>[number];

function toExternalKeyEntry(
  { allowedNetworks, host, status, ...row }: Omit<ExternalKeyRow, "roleIds">,
  roles: string[],
): ExternalKeyEntry {
  const said = { status: status as ExternalKeyEntry["status"], allowedNetworks: parseNetworks(allowedNetworks) };
  return { ...row, kind: "external-key", account: host, ...said, roles };
}

const findAdmission = statement((db, { account, key }: Admission) =>
  selectExternalKeys(db).where("e.host", "=", account).where("e.key", "=", key),
);

/** An admission, where it is there. */
export async function externalKeyEntries(db: Kysely<Schema>, { account, key }: Admission): Promise<ExternalKeyEntry[]> {
  const rows = await findAdmission(db, { account, key });
  return rows.map(({ roleIds, ...row }) => toExternalKeyEntry(row, idsOf(roleIds)));
}

/** Every admission of every account, without its roles, which follow. */
export async function* allExternalKeys(db: Kysely<Schema>): AsyncGenerator<(ExternalKeyEntry | DirectoryPart)[], void> {
  const admissions = db.selectFrom("externalKeys as e").select(ADMISSION_COLUMNS);
  for await (const rows of inChunks(db, admissions, BATCH)) yield rows.map((row) => toExternalKeyEntry(row, []));
  const roles = db.selectFrom("externalKeyRoles").select(["host", "key", "roleId"]);
  for await (const rows of inChunks(db, roles, BATCH)) {
    yield rows.map(({ host, key, roleId }) => ({ kind: "external-key-role", account: host, key, role: roleId }));
  }
}
