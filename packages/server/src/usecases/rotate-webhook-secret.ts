import type { SealedText } from "../domain/user.ts";
import type { Changes } from "../storage/store.ts";
import { type Access, changeAs } from "./access.ts";
import type { Ports } from "./ports.ts";
import { webhookOf, webhookView, type WebhookView } from "./webhook-view.ts";
import { newWebhookSecret } from "./new-webhook-secret.ts";

const HOUR_MS = 3_600_000;

/**
 * Gives a webhook another secret, which exists in clear in this answer alone. The one before it signs too for some hours; one
 * from before that no more, nor one that no server secret opens any more.
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
    const stays = overlapHours === 0 ? undefined : await sealedAnew(ports, tx, account, id);
    const kept = stays ? { bytes: stays.bytes, endsAtMs: ports.nowMs() + overlapHours * HOUR_MS } : null;
    await tx.webhooks.replaceSecret(account, id, ports.webhookSealer.seal(secret, id), kept);
    await tx.record({ account, actor, action: "webhook.secret-rotated", target: id, after: { overlapHours } });
    return { webhook: webhookView({ ...before, overlapEndsAtMs: kept?.endsAtMs ?? null }), secret };
  });
}

/** The secret that a webhook has, under the present server secret: while that is being rotated it may lie under the one before. */
async function sealedAnew(
  { webhookSealer }: Ports,
  tx: Changes,
  account: string,
  id: string,
): Promise<SealedText | undefined> {
  const sealed = await tx.webhooks.findSecret(account, id);
  const text = sealed && webhookSealer.open(sealed, id);
  return text === undefined ? undefined : webhookSealer.seal(text, id);
}
