import { createHmac } from "node:crypto";
import { DomainError } from "../domain/errors.ts";
import type { ServerSecret } from "./server-secret.ts";
import type { Repeats } from "../usecases/ports.ts";

/** Tells repeats by HMAC-SHA-256, and which of them are under way on this node; on others the transactions queue. */
export function repeatsOf(serverSecret: ServerSecret): Repeats {
  const keyOf = (secret: ServerSecret) => secret.derive("latchkey safe repeats");
  const key = keyOf(serverSecret);
  const earlier = serverSecret.previous ? [keyOf(serverSecret.previous)] : [];
  const underWay = new Set<string>();
  return {
    digests(texts) {
      const under = (one: Buffer) => createHmac("sha256", one).update(JSON.stringify(texts)).digest("hex");
      return [under(key), ...earlier.map(under)];
    },
    async alone(id, work) {
      if (underWay.has(id)) {
        throw new DomainError(
          "IDEMPOTENCY_IN_FLIGHT",
          "The first request with this Idempotency-Key is still under way: ask again in a moment.",
          { retryAfterSeconds: 1 },
        );
      }
      underWay.add(id);
      try {
        return await work();
      } finally {
        underWay.delete(id);
      }
    },
  };
}
