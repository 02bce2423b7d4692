import type { AuditFields } from "../domain/audit-event.ts";
import { DomainError } from "../domain/errors.ts";
import type { Webhook } from "../domain/webhook.ts";
import type { Reads } from "../storage/store.ts";
import type { Ports } from "./ports.ts";
import { stateOf } from "./precondition.ts";

export interface WebhookView extends Webhook {
  /** Of what can be edited. */
  readonly state: string;
}

export function webhookView(webhook: Webhook): WebhookView {
  const { events, status, url } = webhook;
  return { ...webhook, state: stateOf({ url, events, status }) };
}

/** What the audit log says of one: the host alone, as paths and queries often hold a secret (rule 2). */
export function webhookFields({ events, status, url }: Webhook): AuditFields {
  return { host: new URL(url).host, events: events === null ? null : [...events], status };
}

/** @throws DomainError `NOT_FOUND` */
export async function webhookOf(reads: Pick<Reads, "webhooks">, account: string, id: string): Promise<Webhook> {
  const webhook = await reads.webhooks.find(account, id);
  if (!webhook) throw new DomainError("NOT_FOUND", "This account has no such webhook.");
  return webhook;
}

/** @throws DomainError `NOT_FOUND`, `WEBHOOK_INACTIVE` */
export async function activeWebhookOf(reads: Pick<Reads, "webhooks">, account: string, id: string): Promise<Webhook> {
  const webhook = await webhookOf(reads, account, id);
  if (webhook.status === "active") return webhook;
  throw new DomainError("WEBHOOK_INACTIVE", "This webhook is inactive: activate it first.");
}

/** @throws DomainError `INVALID_INPUT` */
export function requireWebhookUrl({ webhookUrlProblem }: Ports, url: string): void {
  const message = webhookUrlProblem(url);
  if (message === undefined) return;
  throw new DomainError("INVALID_INPUT", `The address ${message}.`, { errors: [{ path: "/url", message }] });
}
