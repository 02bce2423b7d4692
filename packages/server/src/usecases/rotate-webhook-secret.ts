import { type Access, changeAs } from "./access.ts";
import type { Ports } from "./ports.ts";
import { webhookOf, webhookView, type WebhookView } from "./webhook-view.ts";
import { newWebhookSecret } from "./new-webhook-secret.ts";

const HOUR_MS = 3_600_000;

/**
 * Gives a webhook another secret, which exists in clear in this answer alone. The one before it signs too for some hours; one
 * from before that no more.
 *
 * @throws DomainError `NOT_FOUND`
 */
export async function rotateWebhookSecret(
  ports: Ports,
  access: Access,
  id: string,
  overlapHours: number,
): Promise<{ webhook: WebhookView; secret: string }> {
  const { account, actor } = access;
  return changeAs(ports, access, "account.edit-api-keys-settings", async (tx) => {
    const before = await webhookOf(tx, account, id);
    const secret = newWebhookSecret(ports);
    const overlapEndsAtMs = overlapHours === 0 ? null : tx.nowMs + overlapHours * HOUR_MS;
    await tx.webhooks.replaceSecret(account, id, ports.webhookSealer.seal(secret, id), overlapEndsAtMs);
    await tx.record({ account, actor, action: "webhook.secret-rotated", target: id, after: { overlapHours } });
    return { webhook: webhookView({ ...before, overlapEndsAtMs }), secret };
  });
}
