import { type Kysely, sql } from "kysely";
import { inBatches } from "../../domain/batches.ts";
import { compareCodeUnits } from "../../domain/text.ts";
import type { UseBatch, UseCount, UseOutcome } from "../../domain/use.ts";
import type { Schema } from "../schema.ts";
import type { UseReads, UseStore, UseTotal } from "../store.ts";
import type { Snapshot } from "./snapshot.ts";

/** Rows that one statement writes: few enough for either engine's limit on bound values. */
const ROWS = 1_000;
/** Rows that one trimming deletes, so that nobody waits long for it. */
const TRIMMED = 5_000;

/** The column that tells the groups of a report apart. */
const GROUPS = { account: "account", resource: "resource", day: "day" } as const;

export function useReads(snapshot: Snapshot): UseReads {
  return {
    totals: ({ key, account, fromDay, toDay }, group) =>
      snapshot(async (db) => {
        const column = GROUPS[group];
        let counts = db
          .selectFrom("useCounts")
          .select([
            sql<string | number>`${sql.ref(column)}`.as("group"),
            "outcome",
            sql<number>`cast(sum(${sql.ref("count")}) as bigint)`.as("count"),
          ])
          .where("key", "=", key)
          .where("day", ">=", fromDay)
          .where("day", "<=", toDay);
        if (account !== undefined) counts = counts.where("account", "=", account);
        const rows = await counts.groupBy([column, "outcome"]).orderBy(column).execute();
        return [...Map.groupBy(rows, (row) => row.group)].map(([name, ofGroup]): UseTotal => {
          const countOf = (outcome: UseOutcome) => ofGroup.find((row) => row.outcome === outcome)?.count ?? 0;
          return {
            group: name,
            allowed: countOf("allowed"),
            refusedByOwner: countOf("refused-by-owner"),
            refusedByHost: countOf("refused-by-host"),
          };
        });
      }),
  };
}

/** @param execute runs work in a transaction of its own, outside the order of changes */
export function useStore(execute: Snapshot): UseStore {
  return {
    add: (batch) => execute((db) => addUse(db, batch)),

    trimCounts: (beforeDay) =>
      execute(async (db) => {
        const { numAffectedRows = 0n } = await sql`delete from use_counts
          where (key, account, day, resource, outcome) in (
            select key, account, day, resource, outcome from use_counts where day < ${beforeDay} order by day limit ${TRIMMED})`.execute(
          db,
        );
        return Number(numAffectedRows);
      }),

    trimLastUses: (beforeDay) =>
      execute(async (db) => {
        await db.deleteFrom("resourceLastUses").where("day", "<", beforeDay).execute();
        const gone = db
          .selectFrom("tokenLastUses")
          .leftJoin("apiTokens", "apiTokens.id", "tokenLastUses.tokenId")
          .select("tokenLastUses.tokenId")
          .where("apiTokens.id", "is", null)
          .limit(TRIMMED);
        await db.deleteFrom("tokenLastUses").where("tokenId", "in", gone).execute();
      }),
  };
}

/** In the order of their keys, so that two nodes that add at once wait for each other instead of locking each other out. */
async function addUse(db: Kysely<Schema>, { counts, keys, tokens }: UseBatch): Promise<void> {
  const countRows = counts.map((use) => ({ ...use, resource: use.resource ?? "" }));
  for (const rows of inOrder(
    countRows,
    (use) => `${use.key} ${use.account} ${use.day} ${use.resource} ${use.outcome}`,
  )) {
    await db
      .insertInto("useCounts")
      .values(rows)
      .onConflict((conflict) =>
        conflict
          .columns(["key", "account", "day", "resource", "outcome"])
          .doUpdateSet((row) => ({ count: row("useCounts.count", "+", row.ref("excluded.count")) })),
      )
      .execute();
  }
  const uses = counts.filter(({ outcome, resource }) => outcome === "allowed" && resource !== null);
  for (const rows of inOrder(uses, (use) => `${use.resource} ${use.account} ${use.key}`)) {
    await noteResources(db, rows);
  }
  for (const rows of inOrder(keys, (use) => `${use.key} ${use.account}`)) {
    await db
      .insertInto("keyLastUses")
      .values(rows)
      .onConflict((conflict) =>
        conflict
          .columns(["key", "account"])
          .doUpdateSet((row) => ({ atMs: row.ref("excluded.atMs"), ip: row.ref("excluded.ip") }))
          .whereRef("excluded.atMs", ">=", "keyLastUses.atMs"),
      )
      .execute();
  }
  for (const rows of inOrder(tokens, (use) => use.tokenId)) {
    await db
      .insertInto("tokenLastUses")
      .values(rows)
      .onConflict((conflict) =>
        conflict
          .column("tokenId")
          .doUpdateSet((row) => ({ atMs: row.ref("excluded.atMs"), ip: row.ref("excluded.ip") }))
          .whereRef("excluded.atMs", ">=", "tokenLastUses.atMs"),
      )
      .execute();
  }
}

/**
 * Keeps the day on which something was last allowed. It is mostly known already: what then isn't there to be inserted isn't locked
 * and written anew either, which PostgreSQL does for a conflict that changes nothing.
 */
async function noteResources(db: Kysely<Schema>, uses: readonly UseCount[]): Promise<void> {
  const rows = uses.map(
    ({ resource, account, key, day }) => sql`(${resource}, ${account}, ${key}, cast(${day} as bigint))`,
  );
  // What was counted for long has several days of one use, and one statement mustn't meet a row twice.
  await sql`with used (resource, account, key, day) as (values ${sql.join(rows)})
    insert into resource_last_uses (resource, account, key, day)
    select resource, account, key, max(day) from used where not exists (
      select 1 from resource_last_uses as known where known.resource = used.resource
        and known.account = used.account and known.key = used.key and known.day >= used.day)
    group by resource, account, key order by resource, account, key
    on conflict (resource, account, key) do update set day = excluded.day
      where excluded.day > resource_last_uses.day`.execute(db);
}

function inOrder<Row>(rows: readonly Row[], orderOf: (row: Row) => string): Generator<Row[]> {
  return inBatches(
    rows.toSorted((a, b) => compareCodeUnits(orderOf(a), orderOf(b))),
    ROWS,
  );
}
