import { REPEATABLE_MS } from "../domain/origin.ts";
import { DELIVERY_KEPT_MS } from "../domain/webhook.ts";
import type { Store } from "../storage/store.ts";

/** Rows that one transaction forgets: changes wait meanwhile. */
const BATCH = 500;

/** Forgets counted attempts whose time is over. Answers how many those were, as all of these do. */
export function forgetAttempts({ attempts }: Pick<Store, "attempts">, nowMs: number, signal: AbortSignal) {
  return inBatches((limit) => attempts.forget(nowMs, limit), signal);
}

/** Forgets the requests that are too old to be repeated. */
export function forgetRepeatables({ repeatables }: Pick<Store, "repeatables">, nowMs: number, signal: AbortSignal) {
  return inBatches((limit) => repeatables.forget(nowMs - REPEATABLE_MS, limit), signal);
}

/** Forgets deliveries to webhooks that are older than they are kept. */
export function forgetDeliveries({ webhookQueue }: Pick<Store, "webhookQueue">, nowMs: number, signal: AbortSignal) {
  return inBatches((limit) => webhookQueue.forget(nowMs - DELIVERY_KEPT_MS, limit), signal);
}

/** Forgets sessions that are over: of browsers that never came back. */
export function forgetSessions({ signIns }: Pick<Store, "signIns">, nowMs: number, signal: AbortSignal) {
  return inBatches((limit) => signIns.forgetSessions(nowMs, limit), signal);
}

async function inBatches(forget: (limit: number) => Promise<number>, signal: AbortSignal): Promise<number> {
  let forgotten = 0;
  while (!signal.aborted) {
    const count = await forget(BATCH);
    forgotten += count;
    if (count < BATCH) break;
  }
  return forgotten;
}
