import { DomainError } from "../domain/errors.ts";
import { type Webhook, WEBHOOKS_MOST, type WebhookEventType } from "../domain/webhook.ts";
import type { Access } from "./access.ts";
import { createAs } from "./create-once.ts";
import type { Ports } from "./ports.ts";
import { newWebhookSecret } from "./new-webhook-secret.ts";
import { requireWebhookUrl, webhookFields, webhookView, type WebhookView } from "./webhook-view.ts";

/**
 * Has an account be told of what happens to its keys. The secret exists in clear in this answer alone, and a repeat gets none.
 *
 * @throws DomainError `INVALID_INPUT` for an address that nothing may be sent to, `WEBHOOK_LIMIT`
 */
export async function createWebhook(
  ports: Ports,
  access: Access,
  { events, url }: { readonly url: string; readonly events: readonly WebhookEventType[] | null },
): Promise<{ webhook: WebhookView; secret: string | undefined }> {
  const { account, actor } = access;
  requireWebhookUrl(ports, url);
  const { made, secret } = await createAs(ports, access, "account.edit-api-keys-settings", async (tx) => {
    const first = await tx.webhooks.list(account, { sort: "createdAt", descending: false, limit: 1, after: null });
    if (first.total >= WEBHOOKS_MOST) {
      throw new DomainError("WEBHOOK_LIMIT", `An account can have ${WEBHOOKS_MOST} webhooks: delete one first.`);
    }
    const fresh = newWebhookSecret(ports);
    const webhook: Webhook = {
      id: ports.newId(),
      account,
      url,
      events: events && [...new Set(events)].toSorted(),
      status: "active",
      statusReason: null,
      createdAtMs: tx.nowMs,
      createdBy: actor,
      overlapEndsAtMs: null,
      lastDeliveredAtMs: null,
    };
    await tx.webhooks.insert(webhook, ports.webhookSealer.seal(fresh, webhook.id));
    const after = webhookFields(webhook);
    await tx.record({ account, actor, action: "webhook.created", target: webhook.id, after });
    return { made: webhookView(webhook), secret: fresh };
  });
  return { webhook: made, secret };
}
