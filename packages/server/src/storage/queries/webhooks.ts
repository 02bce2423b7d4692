import { type Kysely, type Selectable, sql } from "kysely";
import type { Actor } from "../../domain/actor.ts";
import type { AuditEvent } from "../../domain/audit-event.ts";
import {
  type DeliveryAttempt,
  type Webhook,
  type WebhookDelivery,
  type WebhookEventType,
  webhookMessage,
  type WebhookStatusReason,
} from "../../domain/webhook.ts";
import type { Schema } from "../schema.ts";
import type { WebhookReads, WebhookWrites } from "../store.ts";
import { readPage } from "./page.ts";
import type { Snapshot } from "./snapshot.ts";
import { statement } from "./statement.ts";

const ORDER = { by: sql.ref("createdAtMs"), id: sql.ref("id") };

export function webhookReads(snapshot: Snapshot): WebhookReads {
  return {
    find: (account, id) =>
      snapshot(async (db) => {
        const row = await db
          .selectFrom("webhooks")
          .selectAll()
          .where("account", "=", account)
          .where("id", "=", id)
          .executeTakeFirst();
        return row && toWebhook(row);
      }),

    findSecret: (account, id) =>
      snapshot(async (db) => {
        const row = await db
          .selectFrom("webhooks")
          .select(["secret", "secretId"])
          .where("account", "=", account)
          .where("id", "=", id)
          .executeTakeFirst();
        return row && { bytes: row.secret, secretId: row.secretId };
      }),

    list: (account, page) =>
      snapshot(async (db) => {
        const matching = db.selectFrom("webhooks").where("account", "=", account);
        const found = await readPage(matching, (match) => match.selectAll(), ORDER, page);
        return { ...found, items: found.items.map(toWebhook) };
      }),

    deliveries: (account, webhookId, { state }, page) =>
      snapshot(async (db) => {
        const all = db
          .selectFrom("webhookDeliveries")
          .where("webhookId", "=", webhookId)
          .where("account", "=", account);
        const matching = state === undefined ? all : all.where("state", "=", state);
        const found = await readPage(matching, (match) => match.selectAll(), ORDER, page);
        return { ...found, items: found.items.map(toDelivery) };
      }),
  };
}

/** @param due says that deliveries have become due */
export function webhookWrites(db: Kysely<Schema>, nowMs: number, due: () => void): WebhookWrites {
  return {
    async insert({ createdBy, events, ...webhook }, secret) {
      await db
        .insertInto("webhooks")
        .values({
          ...webhook,
          events: events && JSON.stringify(events),
          createdBy: JSON.stringify(createdBy),
          secret: secret.bytes,
          secretId: secret.secretId,
          previousSecret: null,
        })
        .execute();
    },

    async update(account, id, { events, ...fields }) {
      await db
        .updateTable("webhooks")
        .set({ ...fields, ...(events === undefined ? {} : { events: events && JSON.stringify(events) }) })
        .where("account", "=", account)
        .where("id", "=", id)
        .execute();
    },

    async replaceSecret(account, id, secret, before) {
      await db
        .updateTable("webhooks")
        .set({
          previousSecret: before?.bytes ?? null,
          overlapEndsAtMs: before?.endsAtMs ?? null,
          secret: secret.bytes,
          secretId: secret.secretId,
        })
        .where("account", "=", account)
        .where("id", "=", id)
        .execute();
    },

    async delete(account, id) {
      await db.deleteFrom("webhookDeliveries").where("webhookId", "=", id).where("account", "=", account).execute();
      await db.deleteFrom("webhooks").where("account", "=", account).where("id", "=", id).execute();
    },

    async abandon(account, id) {
      await db
        .updateTable("webhookDeliveries")
        .set({ state: "failed", nextAtMs: null, claim: null, leasedUntilMs: 0 })
        .where("webhookId", "=", id)
        .where("account", "=", account)
        .where("state", "=", "waiting")
        .execute();
    },

    async resume(account) {
      due();
      await db
        .updateTable("webhookDeliveries")
        .set({ firstAtMs: null, nextAtMs: nowMs, claim: null, leasedUntilMs: 0 })
        .where("account", "=", account)
        .where("state", "=", "waiting")
        .execute();
    },

    async replay(account, webhookId, deliveryId) {
      due();
      const row = await db
        .updateTable("webhookDeliveries")
        .set({ state: "waiting", firstAtMs: null, nextAtMs: nowMs, claim: null, leasedUntilMs: 0 })
        .where("id", "=", deliveryId)
        .where("webhookId", "=", webhookId)
        .where("account", "=", account)
        .returningAll()
        .executeTakeFirst();
      return row && toDelivery(row);
    },
  };
}

const findActive = statement((db, { account }: { readonly account: string }) =>
  db.selectFrom("webhooks").select(["id", "events"]).where("account", "=", account).where("status", "=", "active"),
);

/** Has the account's webhooks told of an audit event, in the transaction that records it. Answers how many are told. */
export async function enqueueDeliveries(
  db: Kysely<Schema>,
  newId: () => string,
  event: AuditEvent,
  sequence: number,
  atMs: number,
  nowMs: number,
): Promise<number> {
  const message = webhookMessage(event, sequence, atMs);
  if (!message) return 0;
  let told = 0;
  const { body, type, webhookId } = message;
  const active = await findActive(db, { account: event.account });
  for (const webhook of active) {
    const events = webhook.events === null ? null : (JSON.parse(webhook.events) as string[]);
    const isWanted = webhookId === null ? events === null || events.includes(type) : webhook.id === webhookId;
    if (!isWanted) continue;
    told++;
    await db
      .insertInto("webhookDeliveries")
      .values({
        id: newId(),
        webhookId: webhook.id,
        account: event.account,
        sequence,
        type,
        subject: event.target,
        body,
        state: "waiting",
        createdAtMs: nowMs,
        firstAtMs: null,
        nextAtMs: nowMs,
        attempts: "[]",
        claim: null,
        leasedUntilMs: 0,
      })
      .execute();
  }
  return told;
}

function toWebhook(row: Selectable<Schema["webhooks"]>): Webhook {
  return {
    id: row.id,
    account: row.account,
    url: row.url,
    events: row.events === null ? null : (JSON.parse(row.events) as WebhookEventType[]),
    status: row.status as Webhook["status"],
    statusReason: row.statusReason as WebhookStatusReason | null,
    createdAtMs: row.createdAtMs,
    createdBy: JSON.parse(row.createdBy) as Actor,
    overlapEndsAtMs: row.overlapEndsAtMs,
    lastDeliveredAtMs: row.lastDeliveredAtMs,
  };
}

function toDelivery(row: Selectable<Schema["webhookDeliveries"]>): WebhookDelivery {
  return {
    id: row.id,
    type: row.type,
    subject: row.subject,
    state: row.state as WebhookDelivery["state"],
    createdAtMs: row.createdAtMs,
    nextAtMs: row.nextAtMs,
    attempts: JSON.parse(row.attempts) as DeliveryAttempt[],
  };
}
