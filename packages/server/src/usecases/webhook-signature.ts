import { createHmac } from "node:crypto";

/** Bytes of a webhook's secret: within the 24 to 64 of Standard Webhooks. */
const SECRET_BYTES = 32;
const SECRET_PREFIX = "whsec_";

/** Makes a secret to sign webhooks with: `whsec_` and Base64 (Standard Webhooks 1.0). */
export function newWebhookSecret(randomBytes: (length: number) => Uint8Array): string {
  return SECRET_PREFIX + Buffer.from(randomBytes(SECRET_BYTES)).toString("base64");
}

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
    const key = Buffer.from(secret.slice(SECRET_PREFIX.length), "base64");
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
