import { DomainError } from "../domain/errors.ts";
import type { WebhookDelivery } from "../domain/webhook.ts";
import { type Access, changeAs } from "./access.ts";
import type { Ports } from "./ports.ts";
import { activeWebhookOf } from "./webhook-view.ts";

/**
 * Sends a delivery once more, whether or not it arrived; its receiver knows it by its id.
 *
 * @throws DomainError `NOT_FOUND`, `WEBHOOK_INACTIVE`
 */
export async function replayWebhookDelivery(
  ports: Ports,
  access: Access,
  id: string,
  deliveryId: string,
): Promise<WebhookDelivery> {
  const { account, actor } = access;
  return changeAs(ports, access, "account.edit-api-keys-settings", async (tx) => {
    await activeWebhookOf(tx, account, id);
    const delivery = await tx.webhooks.replay(account, id, deliveryId);
    if (!delivery) throw new DomainError("NOT_FOUND", "This webhook has no such delivery.");
    await tx.record({ account, actor, action: "webhook.replayed", target: id, after: { delivery: deliveryId } });
    return delivery;
  });
}

/** Has a webhook told that this is a test. @throws DomainError `NOT_FOUND`, `WEBHOOK_INACTIVE` */
export async function testWebhook(ports: Ports, access: Access, id: string): Promise<void> {
  const { account, actor } = access;
  await changeAs(ports, access, "account.edit-api-keys-settings", async (tx) => {
    await activeWebhookOf(tx, account, id);
    // The event itself is what the webhook is told of.
    await tx.record({ account, actor, action: "webhook.tested", target: id });
  });
}
