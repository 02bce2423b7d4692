import { WEBHOOK_SECRET_BYTES, WEBHOOK_SECRET_PREFIX } from "../domain/webhook.ts";
import type { Ports } from "./ports.ts";

/** Makes a secret to sign webhooks with, as Standard Webhooks writes it. */
export function newWebhookSecret({ randomBytes }: Pick<Ports, "randomBytes">): string {
  return WEBHOOK_SECRET_PREFIX + randomBytes(WEBHOOK_SECRET_BYTES).toBase64();
}
