import { createHmac } from "node:crypto";
import { WEBHOOK_SECRET_PREFIX } from "../domain/webhook.ts";

/**
 * The headers by which a receiver knows a message for ours (Standard Webhooks 1.0): a signature by each secret.
 *
 * @param id the same at every attempt
 * @param nowMs the attempt's time, in milliseconds since 1970
 */
export function signedHeaders(
  secrets: readonly string[],
  id: string,
  nowMs: number,
  body: string,
): Record<string, string> {
  const timestamp = String(Math.floor(nowMs / 1_000));
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.slice(WEBHOOK_SECRET_PREFIX.length), "base64");
    return `v1,${createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64")}`;
  });
  return {
    "content-type": "application/json",
    "user-agent": "Latchkey-Webhooks",
    "webhook-id": id,
    "webhook-timestamp": timestamp,
    "webhook-signature": signatures.join(" "),
  };
}
