import { type Expression, type ExpressionBuilder, type Kysely, type RawBuilder, type SqlBool, sql } from "kysely";
import type { AccountStatus } from "../../domain/account.ts";
import { type ExternalKeyState, statusReason } from "../../domain/external-key.ts";
import type { KeyStatus } from "../../domain/key.ts";
import type { KeyGap } from "../../domain/key-gap.ts";
import type { Page, PageRequest } from "../../domain/page.ts";
import { compareCodeUnits } from "../../domain/text.ts";
import { dayStartMs } from "../../domain/use.ts";
import type { Schema } from "../schema.ts";
import type { GapQuestion, GapReads } from "../store.ts";
import { readPage, WALK_PAGE } from "./page.ts";
import { idsOf, roleIdsOfAdmission, roleIdsOfKey } from "./role-ids.ts";
import type { Snapshot } from "./snapshot.ts";

type GapPage = PageRequest<"account">;

export function gapReads(snapshot: Snapshot): GapReads {
  return {
    list: (question, page, nowMs) =>
      snapshot(async (db) => {
        const own = await ownKeys(db, question, page);
        const external = await externalKeys(db, question, page);
        return firstOf(own, external, page, nowMs);
      }),

    async *all(question, nowMs) {
      for (const read of [ownKeys, externalKeys]) {
        let after: GapPage["after"] = null;
        do {
          const request: GapPage = { sort: "account", descending: false, limit: WALK_PAGE, after };
          const page: Page<GapRow> = await snapshot((db) => read(db, question, request, nobodyCounts));
          if (page.items.length > 0) yield page.items.map((row) => toGap(row, nowMs));
          after = page.end;
        } while (after);
      }
    },
  };
}

const nobodyCounts = () => Promise.resolve(0);

function ownKeys(db: Kysely<Schema>, question: GapQuestion, page: GapPage, count?: () => Promise<number>) {
  return readPage(
    keysLacking(db, question),
    (keys) =>
      keys
        .select(["apiKeys.owner as account", "apiKeys.key", "apiKeys.owner", "apiKeys.name"])
        .select(["apiKeys.status", "apiKeys.status as keyStatus", sql<number | null>`null`.as("expiresAtMs")])
        .select(roleIdsOfKey("apiKeys.key").as("roleIds"))
        .select(partsOf(question, "apiKeys.owner", "apiKeys.key", "apiKeys.owner")),
    { by: sql.ref("apiKeys.owner"), id: sql.ref("apiKeys.key") },
    page,
    count,
  );
}

function externalKeys(db: Kysely<Schema>, question: GapQuestion, page: GapPage, count?: () => Promise<number>) {
  return readPage(
    admissionsLacking(db, question),
    (keys) =>
      keys
        .select(["externalKeys.host as account", "externalKeys.key", "apiKeys.owner", "externalKeys.name"])
        .select(["externalKeys.status", "apiKeys.status as keyStatus", "externalKeys.expiresAtMs"])
        .select(roleIdsOfAdmission("externalKeys.host", "externalKeys.key").as("roleIds"))
        .select(partsOf(question, "externalKeys.host", "externalKeys.key", "apiKeys.owner")),
    { by: sql.ref("externalKeys.host"), id: sql.ref("externalKeys.key") },
    page,
    count,
  );
}

/** The page of both lists, from the page of each. */
function firstOf(own: Page<GapRow>, external: Page<GapRow>, page: GapPage, nowMs: number): Page<KeyGap> {
  const sign = page.descending ? -1 : 1;
  const both = [...own.items, ...external.items].toSorted(
    (a, b) => sign * (compareCodeUnits(a.account, b.account) || compareCodeUnits(a.key, b.key)),
  );
  const rows = both.slice(0, page.limit);
  const last = rows.at(-1);
  const isLast = !own.end && !external.end && rows.length === both.length;
  return {
    items: rows.map((row) => toGap(row, nowMs)),
    end: isLast || !last ? null : { value: last.account, id: last.key },
    total: own.total + external.total,
  };
}

/** Keys of their owners. */
function keysLacking(db: Kysely<Schema>, question: GapQuestion) {
  return db
    .selectFrom("apiKeys")
    .where("apiKeys.status", "<>", "deleted")
    .where((where) =>
      where.not(
        where.exists(
          where
            .selectFrom("apiKeyRoles as r")
            .select("r.roleId")
            .whereRef("r.key", "=", "apiKeys.key")
            .where(({ eb }) => opens(eb, "apiKeys.owner", question)),
        ),
      ),
    )
    .where(wasUsed(question, "apiKeys.owner", "apiKeys.key"));
}

/** Keys in their hosts' accounts. */
function admissionsLacking(db: Kysely<Schema>, question: GapQuestion) {
  return db
    .selectFrom("externalKeys")
    .innerJoin("apiKeys", "apiKeys.key", "externalKeys.key")
    .where("apiKeys.status", "<>", "deleted")
    .where((where) =>
      where.not(
        where.exists(
          where
            .selectFrom("externalKeyRoles as r")
            .select("r.roleId")
            .whereRef("r.host", "=", "externalKeys.host")
            .whereRef("r.key", "=", "externalKeys.key")
            .where(({ eb }) => opens(eb, "externalKeys.host", question)),
        ),
      ),
    )
    .where(wasUsed(question, "externalKeys.host", "externalKeys.key"));
}

/** Whether the role of a row `r` holds the resource: a predefined one by the catalog, or a custom one of the account. */
function opens<Tables, Table extends keyof Tables>(
  where: ExpressionBuilder<Tables, Table>,
  accountColumn: string,
  { predefinedRoles, resource }: GapQuestion,
): Expression<SqlBool> {
  const [held, role] = [sql.table("roleResources"), sql.ref("r.roleId")];
  return where.or([
    // PostgreSQL takes no `in ()`.
    ...(predefinedRoles.length > 0 ? [sql<SqlBool>`${role} in (${sql.join([...predefinedRoles])})`] : []),
    sql<SqlBool>`exists (select 1 from ${held} as held where held.account = ${sql.ref(accountColumn)}
      and ${sql.ref("held.roleId")} = ${role} and held.resource = ${resource})`,
  ]);
}

/** Whether it was allowed what is asked about: from one row for each thing, however often that was. */
function wasUsed(
  { fromDay, usedResources }: GapQuestion,
  accountColumn: string,
  keyColumn: string,
): RawBuilder<SqlBool> {
  const [account, key] = [sql.ref(accountColumn), sql.ref(keyColumn)];
  if (usedResources.length === 0) {
    return sql<SqlBool>`exists (select 1 from ${sql.table("keyLastUses")} as used where used.key = ${key}
      and used.account = ${account} and ${sql.ref("used.atMs")} >= ${dayStartMs(fromDay)})`;
  }
  return sql<SqlBool>`exists (select 1 from ${sql.table("resourceLastUses")} as used
    where used.resource in (${sql.join([...usedResources])})
    and used.account = ${account} and used.key = ${key} and used.day >= ${fromDay})`;
}

/** What is read for the rows of a page alone. */
function partsOf(question: GapQuestion, accountColumn: string, keyColumn: string, ownerColumn: string) {
  const nameOf = (column: string) => accountPart<string>("displayName", column);
  const statusOf = (column: string) => accountPart<AccountStatus>("status", column);
  return [
    nameOf(accountColumn).as("accountName"),
    statusOf(accountColumn).as("accountStatus"),
    nameOf(ownerColumn).as("ownerName"),
    statusOf(ownerColumn).as("ownerStatus"),
    ofUses(question, sql`sum(uses.count)`, accountColumn, keyColumn).as("uses"),
    ofUses(question, sql`max(uses.day)`, accountColumn, keyColumn).as("lastDay"),
  ] as const;
}

function accountPart<Part>(part: "displayName" | "status", nameColumn: string): RawBuilder<Part> {
  return sql<Part>`(select ${sql.ref(`named.${part}`)} from accounts as named where named.name = ${sql.ref(nameColumn)})`;
}

/** An aggregate of the uses that were asked about. */
function ofUses(
  { fromDay, usedResources }: GapQuestion,
  aggregate: RawBuilder<unknown>,
  accountColumn: string,
  keyColumn: string,
): RawBuilder<number> {
  const asked = usedResources.length > 0 ? sql`and uses.resource in (${sql.join([...usedResources])})` : sql``;
  return sql<number>`(select coalesce(cast(${aggregate} as bigint), 0) from ${sql.table("useCounts")} as uses
    where uses.key = ${sql.ref(keyColumn)} and uses.account = ${sql.ref(accountColumn)} and uses.day >= ${fromDay}
    and uses.outcome = 'allowed' ${asked})`;
}

interface GapRow {
  readonly account: string;
  readonly accountName: string;
  readonly accountStatus: AccountStatus;
  readonly key: string;
  readonly keyStatus: string;
  readonly owner: string;
  readonly ownerName: string;
  readonly ownerStatus: AccountStatus;
  readonly name: string;
  /** The account's own switch. */
  readonly status: string;
  readonly expiresAtMs: number | null;
  readonly roleIds: string | null;
  readonly uses: number;
  readonly lastDay: number;
}

function toGap(row: GapRow, nowMs: number): KeyGap {
  const state: ExternalKeyState = {
    keyStatus: row.keyStatus as KeyStatus,
    ownerStatus: row.ownerStatus,
    status: row.status as ExternalKeyState["status"],
    expiresAtMs: row.expiresAtMs,
  };
  return {
    account: { account: row.account, displayName: row.accountName },
    key: row.key,
    owner: { account: row.owner, displayName: row.ownerName },
    name: row.name,
    roles: idsOf(row.roleIds),
    isActive: row.accountStatus === "active" && statusReason(state, nowMs) === null,
    uses: row.uses,
    lastDay: row.lastDay,
  };
}
