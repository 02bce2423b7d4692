import { createCipheriv, createDecipheriv, createHash, createHmac } from "node:crypto";
import type { ServerSecret } from "./server-secret.ts";
import type { AuditSeal, KeptAuditKey } from "../storage/store.ts";

const PURPOSE = "latchkey audit chain";
const NONCE_LENGTH = 12;
const TAG_LENGTH = 16;

/**
 * Seals audit events with HMAC-SHA-256. What was sealed under an earlier server secret can be checked as long as its key was kept
 * when that was rotated: the key of the chain alone, which opens nothing else.
 */
export function auditSeal(serverSecret: ServerSecret): AuditSeal {
  const keys = new Map<string, Uint8Array>(serverSecret.all.map((secret) => [secret.id, secret.derive(PURPOSE)]));
  const current = serverSecret.derive(PURPOSE);
  const macUnder = (key: Uint8Array, text: string) => createHmac("sha256", key).update(text).digest("hex");
  return {
    secretId: serverSecret.id,
    previousSecretId: serverSecret.previous?.id,
    seal: (text) => macUnder(current, text),

    sealUnder(secretId, text) {
      const key = keys.get(secretId);
      return key && macUnder(key, text);
    },

    learn(kept) {
      for (const key of kept) {
        const by = serverSecret.all.find(({ id }) => id === key.sealedBy);
        const opened = by && !keys.has(key.secretId) ? open(by, key) : undefined;
        if (opened) keys.set(key.secretId, opened);
      }
      const isKept = new Set(kept.filter(({ sealedBy }) => sealedBy === serverSecret.id).map((key) => key.secretId));
      return [...keys]
        .filter(([secretId]) => secretId !== serverSecret.id && !isKept.has(secretId))
        .map(([secretId, key]) => ({ secretId, sealed: seal(serverSecret, secretId, key), sealedBy: serverSecret.id }));
    },
  };
}

/** One key for each secret that it is of: a nonce that this names is never used for two. */
function nonceOf(secretId: string): Uint8Array {
  return createHash("sha256").update(secretId).digest().subarray(0, NONCE_LENGTH);
}

function seal(by: ServerSecret, secretId: string, key: Uint8Array): Uint8Array {
  const cipher = createCipheriv("aes-256-gcm", by.derive("latchkey kept audit keys"), nonceOf(secretId));
  cipher.setAAD(Buffer.from(secretId));
  return new Uint8Array(Buffer.concat([cipher.update(key), cipher.final(), cipher.getAuthTag()]));
}

/** `undefined` for what was altered: what it would check isn't known then. */
function open(by: ServerSecret, { sealed, secretId }: KeptAuditKey): Uint8Array | undefined {
  const decipher = createDecipheriv("aes-256-gcm", by.derive("latchkey kept audit keys"), nonceOf(secretId), {
    authTagLength: TAG_LENGTH,
  });
  decipher.setAAD(Buffer.from(secretId)).setAuthTag(sealed.subarray(-TAG_LENGTH));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(0, -TAG_LENGTH)), decipher.final()]);
  } catch {
    return undefined;
  }
}
