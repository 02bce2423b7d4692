import { createHmac } from "node:crypto";
import type { ServerSecret } from "./server-secret.ts";

/** Names by HMAC-SHA-256 what limits on guessing count: the database learns neither addresses of people nor networks. */
export function attemptIds(serverSecret: ServerSecret): (text: string) => string {
  const key = serverSecret.derive("latchkey attempts");
  return (text) => createHmac("sha256", key).update(text).digest("base64url");
}
