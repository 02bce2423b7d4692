import { type Insertable, type Kysely, type Selectable, type SqlBool, sql } from "kysely";
import type { Actor } from "../../domain/actor.ts";
import {
  type AuditAction,
  type AuditEvent,
  type AuditFields,
  CHAIN_START,
  sealedText,
  type StoredAuditEvent,
} from "../../domain/audit-event.ts";
import { fold } from "../../domain/text.ts";
import type { Schema } from "../schema.ts";
import type { Origin } from "../../domain/origin.ts";
import type { AuditFilter, AuditReads, AuditSeal } from "../store.ts";
import { contains, readPage } from "./page.ts";
import type { Snapshot } from "./snapshot.ts";
import { statement } from "./statement.ts";

/** Events that a walk along a chain holds at a time. */
const CHAIN_BATCH = 500;

export function auditReads(snapshot: Snapshot): AuditReads {
  return {
    list: (account, filter, page) =>
      snapshot(async (db) => {
        const matching = matchingEvents(db, account, filter);
        const order = { by: sql.ref("sequence"), id: sql.ref("account") };
        // Which they are, from an index alone where there is one, and only then what they say: of a million, many may match.
        const found = await readPage(matching, (match) => match.select("sequence"), order, page);
        const sequences = found.items.map(({ sequence }) => sequence);
        const rows = await eventsAt(db, account, sequences);
        return { ...found, items: sequences.flatMap((sequence) => rows.get(sequence) ?? []) };
      }),

    async *walk(account, { filter = {}, through = Number.MAX_SAFE_INTEGER } = {}) {
      // Batches of their own snapshots: events are only ever added behind the last.
      for (let after = 0; ;) {
        const from = after;
        const rows = await snapshot((db) =>
          matchingEvents(db, account, filter)
            .selectAll()
            .where("sequence", ">", from)
            .where("sequence", "<=", through)
            .orderBy("sequence")
            .limit(CHAIN_BATCH)
            .execute(),
        );
        for (const row of rows) yield toEvent(row);
        const last = rows.at(-1);
        if (!last) return;
        after = last.sequence;
      }
    },

    head: (account) =>
      snapshot(async (db) => {
        const head = await db
          .selectFrom("auditHeads")
          .leftJoin("auditEvents", (join) =>
            join
              .onRef("auditEvents.account", "=", "auditHeads.account")
              .onRef("auditEvents.sequence", "=", "auditHeads.sequence"),
          )
          .select(["auditHeads.account", "auditHeads.sequence", "auditHeads.mac", "auditEvents.atMs"])
          .where("auditHeads.account", "=", account)
          .executeTakeFirst();
        return head;
      }),

    heads: () =>
      snapshot((db) => db.selectFrom("auditHeads").select(["account", "sequence", "mac"]).orderBy("account").execute()),
  };
}

async function eventsAt(
  db: Kysely<Schema>,
  account: string,
  sequences: readonly number[],
): Promise<ReadonlyMap<number, StoredAuditEvent>> {
  if (sequences.length === 0) return new Map();
  const rows = await db
    .selectFrom("auditEvents")
    .selectAll()
    .where("account", "=", account)
    .where("sequence", "in", sequences)
    .execute();
  return new Map(rows.map((row) => [row.sequence, toEvent(row)]));
}

function matchingEvents(db: Kysely<Schema>, account: string, filter: AuditFilter) {
  const { action, actor, counterpart, fromMs, target, toMs } = filter;
  let matching = db.selectFrom("auditEvents").where("account", "=", account);
  if (action?.endsWith(".") === true) {
    matching = matching.where(sql<SqlBool>`substr(${sql.ref("action")}, 1, ${action.length}) = ${action}`);
  } else if (action !== undefined) {
    matching = matching.where("action", "=", action);
  }
  if (target !== undefined) matching = matching.where("target", "=", target);
  if (counterpart !== undefined) matching = matching.where("counterpart", "=", counterpart);
  // One thing has few events, whatever the time: the sign keeps the planner from going by time there.
  const atMs = target === undefined ? sql.ref<number>("atMs") : sql<number>`+${sql.ref("atMs")}`;
  if (fromMs !== undefined) matching = matching.where(atMs, ">=", fromMs);
  if (toMs !== undefined) matching = matching.where(atMs, "<", toMs);
  return actor === undefined ? matching : matching.where(contains(sql.ref("actorSearch"), actor));
}

const findHead = statement((db, { account }: { readonly account: string }) =>
  db.selectFrom("auditHeads").select(["sequence", "mac"]).where("account", "=", account),
);

const insertEvent = statement((db, event: Insertable<Schema["auditEvents"]>) =>
  db.insertInto("auditEvents").values(event),
);

const moveHead = statement((db, { account, mac, sequence }: Insertable<Schema["auditHeads"]>) =>
  db
    .insertInto("auditHeads")
    .values({ account, sequence, mac })
    .onConflict((conflict) => conflict.column("account").doUpdateSet({ sequence, mac })),
);

/** Appends an event to its account's log and answers its sequence. The caller's transaction has the change counter locked: one appends at a time. */
export async function appendEvent(
  db: Kysely<Schema>,
  seal: AuditSeal,
  origin: Origin,
  event: AuditEvent,
  atMs: number,
): Promise<number> {
  const [head] = await findHead(db, { account: event.account });
  const placed = {
    ...event,
    sequence: (head?.sequence ?? 0) + 1,
    atMs,
    requestId: origin.requestId,
    ip: origin.ip,
  };
  const mac = seal.seal(sealedText(head?.mac ?? CHAIN_START, placed));
  await insertEvent(db, {
    account: placed.account,
    sequence: placed.sequence,
    atMs,
    actor: JSON.stringify(placed.actor),
    actorSearch: fold(`${placed.actor.id} ${placed.actor.name}`),
    action: placed.action,
    target: placed.target,
    counterpart: placed.counterpart ?? null,
    before: placed.before ? JSON.stringify(placed.before) : null,
    after: placed.after ? JSON.stringify(placed.after) : null,
    requestId: placed.requestId,
    ip: placed.ip,
    mac,
    secretId: seal.secretId,
  });
  await moveHead(db, { account: event.account, sequence: placed.sequence, mac });
  return placed.sequence;
}

function toEvent(row: Selectable<Schema["auditEvents"]>): StoredAuditEvent {
  return {
    account: row.account,
    sequence: row.sequence,
    atMs: row.atMs,
    actor: JSON.parse(row.actor) as Actor,
    action: row.action as AuditAction,
    target: row.target,
    ...(row.counterpart === null ? {} : { counterpart: row.counterpart }),
    ...(row.before === null ? {} : { before: JSON.parse(row.before) as AuditFields }),
    ...(row.after === null ? {} : { after: JSON.parse(row.after) as AuditFields }),
    requestId: row.requestId,
    ip: row.ip,
    mac: row.mac,
    secretId: row.secretId,
  };
}
