import { NO_REQUEST } from "../domain/origin.ts";
import type { Changes, PendingAnnouncement, Store } from "../storage/store.ts";

/** Recipients that one transaction serves: an owner with ten thousand hosts mustn't hold everybody else up. */
const BATCH = 200;

/**
 * Writes what the outbox holds into the logs of the accounts concerned, each exactly once: an event and the mark that it was
 * written commit together (rule 11). Answers how many events it wrote.
 */
export async function deliverAnnouncements(
  store: Pick<Store, "outbox" | "change">,
  signal: AbortSignal,
): Promise<number> {
  let delivered = 0;
  while (!signal.aborted) {
    const pending = await store.outbox.next();
    if (!pending) break;
    const { value } = await store.change(NO_REQUEST, (tx) => deliverBatch(tx, pending));
    delivered += value;
  }
  return delivered;
}

async function deliverBatch(tx: Changes, { id, atMs, announcement, delivered }: PendingAnnouncement): Promise<number> {
  const { action, actingAccount, recipients } = announcement;
  const batch = recipients.slice(delivered, delivered + BATCH);
  const isOurs = await tx.outbox.advance(id, delivered, delivered + batch.length, recipients.length);
  // Another node has served them meanwhile.
  if (!isOurs) return tx.unchanged(0);
  const acting = await tx.accounts.find(actingAccount);
  const actor = { kind: "account", id: actingAccount, name: acting?.displayName ?? actingAccount } as const;
  for (const { account, key } of batch) {
    await tx.record({ account, actor, action, target: key, counterpart: actingAccount }, atMs);
  }
  return batch.length;
}
