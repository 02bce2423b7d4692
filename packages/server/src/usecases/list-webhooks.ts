import type { Page, PageRequest } from "../domain/page.ts";
import type { WebhookDelivery } from "../domain/webhook.ts";
import { type Access, requireResource } from "./access.ts";
import type { Ports } from "./ports.ts";
import { webhookOf, webhookView, type WebhookView } from "./webhook-view.ts";

/** Where a webhook leads may tell a secret: only who may change one sees it. */
const NEEDED = "account.edit-api-keys-settings";

/** The account's webhooks. */
export async function listWebhooks(
  { reads }: Ports,
  access: Access,
  page: PageRequest<"createdAt">,
): Promise<Page<WebhookView>> {
  requireResource(access, NEEDED);
  const found = await reads.webhooks.list(access.account, page);
  return { ...found, items: found.items.map(webhookView) };
}

/** @throws DomainError `NOT_FOUND` */
export async function getWebhook({ reads }: Ports, access: Access, id: string): Promise<WebhookView> {
  requireResource(access, NEEDED);
  return webhookView(await webhookOf(reads, access.account, id));
}

/** What a webhook was and is to be told within the last 30 days. @throws DomainError `NOT_FOUND` */
export async function listWebhookDeliveries(
  { reads }: Ports,
  access: Access,
  id: string,
  filter: { readonly state?: WebhookDelivery["state"] | undefined },
  page: PageRequest<"createdAt">,
): Promise<Page<WebhookDelivery>> {
  requireResource(access, NEEDED);
  await webhookOf(reads, access.account, id);
  return reads.webhooks.deliveries(access.account, id, filter, page);
}
