import { SYSTEM } from "../domain/actor.ts";
import { type DeliveryAttempt, nextAttemptMs, type WebhookStatusReason } from "../domain/webhook.ts";
import { NO_REQUEST } from "../domain/origin.ts";
import type { ClaimedDelivery, Store } from "../storage/store.ts";
import type { WebhookSealer } from "./ports.ts";

/** Deliveries that this node has under way at once, in all and to one webhook: one that hangs holds up nobody else's. */
const UNDER_WAY_MOST = 32;
const UNDER_WAY_EACH = 4;
/** How long others leave a delivery that a node has taken, in milliseconds: much longer than an attempt may take. */
const LEASE_MS = 60_000;
/** The answer by which a receiver says that it wants nothing more (Standard Webhooks). */
const GONE = 410;

/** What becomes of a delivery whose secrets no server secret opens. */
const UNSIGNED = { status: null, problem: "secret-unreadable" } as const;

/** A message as it is sent at one attempt. */
export interface OutgoingWebhook {
  readonly url: string;
  /** The same at every attempt. */
  readonly id: string;
  readonly atMs: number;
  readonly body: string;
  /** Each signs it; one at least. */
  readonly secrets: readonly string[];
}

/** Signs and sends a message, once; answers, and never throws, whatever becomes of it. */
export type SendWebhook = (message: OutgoingWebhook, signal: AbortSignal) => Promise<Omit<DeliveryAttempt, "atMs">>;

export interface WebhookCourierParts {
  readonly store: Pick<Store, "webhookQueue" | "change">;
  readonly send: SendWebhook;
  readonly sealer: WebhookSealer;
  /** Wall clock, in milliseconds since 1970. */
  readonly nowMs: () => number;
  /** The time by which it is judged whether a secret before the newest still signs (rule 15). */
  readonly expiryNowMs: () => number;
  /** Called when a delivery has ended: another about the same key may be due. */
  readonly ended: () => void;
}

/**
 * Brings webhooks what they are to be told: at least once, one after another about one key, and again for three days where it
 * doesn't arrive. Any number of nodes may do this; what one that dies has under way another takes over.
 */
export class WebhookCourier {
  readonly #parts: WebhookCourierParts;
  readonly #underWay = new Map<Promise<void>, string>();
  #endedCount = 0;
  #polling: Promise<unknown> = Promise.resolve();

  constructor(parts: WebhookCourierParts) {
    this.#parts = parts;
  }

  /** Begins what is due, as far as there is room, and answers how much that was. */
  poll(signal: AbortSignal): Promise<number> {
    // One after another: each must see what the one before it began.
    const begun = this.#polling.then(() => this.#poll(signal));
    this.#polling = begun.catch(() => undefined);
    return begun;
  }

  async #poll(signal: AbortSignal): Promise<number> {
    const room = UNDER_WAY_MOST - this.#underWay.size;
    if (room <= 0 || signal.aborted) return 0;
    const counts = new Map<string, number>();
    for (const id of this.#underWay.values()) counts.set(id, (counts.get(id) ?? 0) + 1);
    const claimed = await this.#parts.store.webhookQueue.claim({
      nowMs: this.#parts.nowMs(),
      expiryNowMs: this.#parts.expiryNowMs(),
      leaseMs: LEASE_MS,
      limit: room,
      perWebhook: UNDER_WAY_EACH,
      except: [...counts].filter(([, count]) => count >= UNDER_WAY_EACH).map(([id]) => id),
    });
    for (const delivery of claimed) {
      const task: Promise<void> = this.#deliver(delivery, signal)
        // The database can't be reached: the lease ends, and it is tried again.
        .catch(() => undefined)
        .finally(() => {
          this.#underWay.delete(task);
          this.#endedCount++;
          this.#parts.ended();
        });
      this.#underWay.set(task, delivery.webhookId);
    }
    return claimed.length;
  }

  /** How many attempts have ended so far. */
  get endedCount(): number {
    return this.#endedCount;
  }

  /** Resolves once nothing that was begun is under way. */
  async settled(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.all(this.#underWay.keys());
  }

  async #deliver(delivery: ClaimedDelivery, signal: AbortSignal): Promise<void> {
    const { nowMs, sealer, send, store } = this.#parts;
    const atMs = nowMs();
    const secrets = delivery.secrets.flatMap((sealed) => sealer.open(sealed, delivery.webhookId) ?? []);
    const { body, id, url } = delivery;
    // Nothing goes out unsigned: it is an attempt that failed, and made again once a server secret opens one.
    const outcome = secrets.length === 0 ? UNSIGNED : await send({ url, id, atMs, body, secrets }, signal);
    // Cut off by our own stop: no attempt, and another node's turn when the lease has ended.
    if (signal.aborted && outcome.problem !== null) return;
    const attempt = { atMs, ...outcome };
    if (outcome.problem === null) {
      await store.webhookQueue.settle(delivery, attempt, "delivered", null);
      return;
    }
    const firstAtMs = delivery.firstAtMs ?? atMs;
    const isGone = outcome.status === GONE;
    const nextAtMs = isGone ? null : nextAttemptMs(firstAtMs, atMs);
    if (nextAtMs !== null) {
      await store.webhookQueue.settle(delivery, attempt, "waiting", nextAtMs);
      return;
    }
    const isOurs = await store.webhookQueue.settle(delivery, attempt, "failed", null);
    if (isOurs) await this.#disable(delivery, firstAtMs, isGone ? "gone" : "failing");
  }

  /** Turns off a webhook that wants no more, or that nothing has reached for as long as a delivery is tried. */
  async #disable({ account, webhookId }: ClaimedDelivery, sinceMs: number, reason: WebhookStatusReason): Promise<void> {
    await this.#parts.store.change(NO_REQUEST, async (tx) => {
      const webhook = await tx.webhooks.find(account, webhookId);
      if (webhook?.status !== "active") return tx.unchanged(undefined);
      if (reason === "failing" && (webhook.lastDeliveredAtMs ?? 0) >= sinceMs) return tx.unchanged(undefined);
      await tx.webhooks.update(account, webhookId, { status: "inactive", statusReason: reason });
      await tx.webhooks.abandon(account, webhookId);
      await tx.record({
        account,
        actor: SYSTEM,
        action: "webhook.disabled",
        target: webhookId,
        before: { status: "active" },
        after: { status: "inactive", reason },
      });
      return undefined;
    });
  }
}
