import type { Webhook, WebhookEventType } from "../domain/webhook.ts";
import { type Access, changeAs } from "./access.ts";
import { difference } from "./audit-difference.ts";
import type { Ports } from "./ports.ts";
import { type Precondition, requireState } from "./precondition.ts";
import { requireWebhookUrl, webhookFields, webhookOf, webhookView, type WebhookView } from "./webhook-view.ts";

export interface WebhookEdit {
  readonly url?: string | undefined;
  /** `null`: all. */
  readonly events?: readonly WebhookEventType[] | null | undefined;
  readonly status?: Webhook["status"] | undefined;
}

/**
 * Changes a webhook. What waits for one that is turned off has failed, and can be replayed.
 *
 * @throws DomainError `NOT_FOUND`, `PRECONDITION_FAILED`, `INVALID_INPUT`
 */
export async function editWebhook(
  ports: Ports,
  access: Access,
  id: string,
  edit: WebhookEdit,
  precondition: Precondition,
): Promise<WebhookView> {
  const { account, actor } = access;
  if (edit.url !== undefined) requireWebhookUrl(ports, edit.url);
  return changeAs(ports, access, "account.edit-api-keys-settings", async (tx) => {
    const before = await webhookOf(tx, account, id);
    requireState(precondition, webhookView(before).state);
    const fields = {
      url: edit.url ?? before.url,
      events: edit.events === undefined ? before.events : edit.events && [...new Set(edit.events)].toSorted(),
      status: edit.status ?? before.status,
      statusReason: edit.status === undefined ? before.statusReason : null,
    };
    const after = { ...before, ...fields };
    if (webhookView(after).state === webhookView(before).state) return tx.unchanged(webhookView(before));
    await tx.webhooks.update(account, id, fields);
    if (before.status === "active" && after.status === "inactive") await tx.webhooks.abandon(account, id);
    const altered = difference(webhookFields(before), webhookFields(after)) ?? { before: {}, after: {} };
    await tx.record({ account, actor, action: "webhook.changed", target: id, ...altered });
    return webhookView(after);
  });
}
