import { type Expression, type ExpressionBuilder, type Kysely, sql } from "kysely";
import type { Account } from "../../domain/account.ts";
import type { DeliveryAttempt } from "../../domain/webhook.ts";
import type { Schema } from "../schema.ts";
import type { ClaimedDelivery, ClaimRequest, WebhookQueue } from "../store.ts";

/** Due deliveries looked at for each that can be claimed: a webhook may have more than it may take at once. */
const LOOKED_AT_EACH = 10;

/** @param available runs work on the database, whose failures then are those of the contract */
export function webhookQueue(
  db: Kysely<Schema>,
  newId: () => string,
  available: <T>(work: () => Promise<T>) => Promise<T>,
): WebhookQueue {
  return {
    claim: ({ except, limit, perWebhook, ...times }) =>
      available(async () => {
        const claimed: ClaimedDelivery[] = [];
        const counts = new Map<string, number>();
        for (const { id, webhookId } of await due(db, times.nowMs, limit * LOOKED_AT_EACH, except)) {
          if (claimed.length >= limit) break;
          const count = counts.get(webhookId) ?? 0;
          if (count >= perWebhook) continue;
          const delivery = await claimOne(db, id, newId(), times);
          if (!delivery) continue;
          counts.set(webhookId, count + 1);
          claimed.push(delivery);
        }
        return claimed;
      }),

    settle: ({ attempts, claim, id, firstAtMs, webhookId }, attempt, state, nextAtMs) =>
      available(async () => {
        const { numUpdatedRows } = await db
          .updateTable("webhookDeliveries")
          .set({
            state,
            attempts: JSON.stringify([...attempts, attempt]),
            firstAtMs: firstAtMs ?? attempt.atMs,
            nextAtMs,
            claim: null,
            leasedUntilMs: 0,
          })
          .where("id", "=", id)
          .where("claim", "=", claim)
          .where("state", "=", "waiting")
          .executeTakeFirst();
        if (state === "delivered") {
          await db
            .updateTable("webhooks")
            .set({ lastDeliveredAtMs: attempt.atMs })
            .where("id", "=", webhookId)
            .execute();
        }
        return numUpdatedRows > 0n;
      }),

    forget: (throughMs, limit) =>
      available(async () => {
        const oldest = db
          .selectFrom("webhookDeliveries")
          .select("id")
          .where("createdAtMs", "<=", throughMs)
          .where(isForgettable(db))
          .orderBy("createdAtMs")
          .limit(limit);
        const { numDeletedRows } = await db
          .deleteFrom("webhookDeliveries")
          .where("id", "in", oldest)
          .where(isForgettable(db))
          .executeTakeFirst();
        return Number(numDeletedRows);
      }),
  };
}

/** What waits is kept, but where its account is suspended: nobody knows for how long. */
function isForgettable(db: Kysely<Schema>) {
  return (where: ExpressionBuilder<Schema, "webhookDeliveries">) => {
    const isActive = where.exists(isAccountActive(db, where.ref("webhookDeliveries.account")));
    return where.or([where("state", "<>", "waiting"), where.not(isActive)]);
  };
}

/** Whether the account of a delivery may be told anything now. */
function isAccountActive(db: Kysely<Schema>, account: Expression<string>) {
  return db
    .selectFrom("accounts")
    .select(sql`1`.as("one"))
    .where("accounts.name", "=", account)
    .where("accounts.status", "=", "active" satisfies Account["status"]);
}

/** What is due, nobody has, its account isn't suspended, and nothing before it about the same thing holds up. */
function due(db: Kysely<Schema>, nowMs: number, limit: number, except: readonly string[]) {
  const matching = db
    .selectFrom("webhookDeliveries as delivery")
    .select(["delivery.id", "delivery.webhookId"])
    .where("delivery.state", "=", "waiting")
    .where("delivery.nextAtMs", "<=", nowMs)
    .where("delivery.leasedUntilMs", "<=", nowMs)
    .where((where) => where.exists(isAccountActive(db, where.ref("delivery.account"))))
    .where((where) =>
      where.not(
        where.exists(
          where
            .selectFrom("webhookDeliveries as earlier")
            .select(sql`1`.as("one"))
            .whereRef("earlier.webhookId", "=", "delivery.webhookId")
            .whereRef("earlier.subject", "=", "delivery.subject")
            .where("earlier.state", "=", "waiting")
            .whereRef("earlier.sequence", "<", "delivery.sequence"),
        ),
      ),
    )
    .orderBy("delivery.nextAtMs")
    .orderBy("delivery.sequence")
    .limit(limit);
  return (except.length === 0 ? matching : matching.where("delivery.webhookId", "not in", except)).execute();
}

async function claimOne(
  db: Kysely<Schema>,
  id: string,
  claim: string,
  { expiryNowMs, leaseMs, nowMs }: Pick<ClaimRequest, "expiryNowMs" | "leaseMs" | "nowMs">,
): Promise<ClaimedDelivery | undefined> {
  // Asked again of the row: another node may have been quicker.
  const row = await db
    .updateTable("webhookDeliveries")
    .set({ claim, leasedUntilMs: nowMs + leaseMs })
    .where("id", "=", id)
    .where("state", "=", "waiting")
    .where("nextAtMs", "<=", nowMs)
    .where("leasedUntilMs", "<=", nowMs)
    .returningAll()
    .executeTakeFirst();
  if (!row) return undefined;
  const webhook = await db
    .selectFrom("webhooks")
    .select(["url", "secret", "secretId", "previousSecret", "overlapEndsAtMs"])
    .where("id", "=", row.webhookId)
    .executeTakeFirst();
  if (!webhook) return undefined;
  const { overlapEndsAtMs, previousSecret, secret, secretId, url } = webhook;
  const overlaps = previousSecret !== null && overlapEndsAtMs !== null && overlapEndsAtMs > expiryNowMs;
  return {
    id,
    claim,
    webhookId: row.webhookId,
    account: row.account,
    body: row.body,
    firstAtMs: row.firstAtMs,
    attempts: JSON.parse(row.attempts) as DeliveryAttempt[],
    url,
    secrets: [secret, ...(overlaps ? [previousSecret] : [])].map((bytes) => ({ bytes, secretId })),
  };
}
