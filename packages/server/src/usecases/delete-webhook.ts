import { type Access, changeAs } from "./access.ts";
import type { Ports } from "./ports.ts";
import { type Precondition, requireState } from "./precondition.ts";
import { webhookFields, webhookOf, webhookView } from "./webhook-view.ts";

/** Deletes a webhook with all that it was told, and was still to be. @throws DomainError `NOT_FOUND`, `PRECONDITION_FAILED` */
export async function deleteWebhook(
  ports: Ports,
  access: Access,
  id: string,
  precondition: Precondition,
): Promise<void> {
  const { account, actor } = access;
  await changeAs(ports, access, "account.edit-api-keys-settings", async (tx) => {
    const webhook = await webhookOf(tx, account, id);
    requireState(precondition, webhookView(webhook).state);
    await tx.webhooks.delete(account, id);
    const before = webhookFields(webhook);
    await tx.record({ account, actor, action: "webhook.deleted", target: id, before });
  });
}
