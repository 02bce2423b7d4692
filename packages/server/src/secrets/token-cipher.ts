import { createCipheriv, createDecipheriv, hkdfSync } from "node:crypto";
import type { ServerSecret } from "./server-secret.ts";
import type { LinkSecret, TokenCipher } from "../usecases/ports.ts";

const ALGORITHM = "aes-256-gcm";
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Encrypts a token for one link with AES-256-GCM, under a key that HKDF (RFC 5869) derives from the link's secret and the server
 * secret together: neither the database with the link, nor the database with the server secret, gives the token. It is bound
 * to the link's id, so that nobody can put another link's in its place.
 *
 * @param randomBytes a source of uniformly distributed bytes, of the length asked for
 */
export function tokenCipher(serverSecret: ServerSecret, randomBytes: (length: number) => Uint8Array): TokenCipher {
  const salts = serverSecret.all.map((one) => one.derive("latchkey token links"));
  const keysOf = ({ secret }: LinkSecret) =>
    salts.map((salt) => Buffer.from(hkdfSync("sha256", secret, salt, "latchkey token", 32)));
  return {
    seal(token, link) {
      const nonce = randomBytes(NONCE_BYTES);
      const [key = Buffer.alloc(0)] = keysOf(link);
      const cipher = createCipheriv(ALGORITHM, key, nonce).setAAD(Buffer.from(link.id));
      const sealed = Buffer.concat([cipher.update(token, "utf8"), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
    },

    open(sealed, link) {
      const keys = keysOf(link);
      const last = keys.pop() ?? Buffer.alloc(0);
      for (const key of keys) {
        try {
          return openWith(key, sealed, link);
        } catch {
          // Sealed under the server secret of before, unless it is damaged.
        }
      }
      return openWith(last, sealed, link);
    },
  };
}

/** @throws Error where the key, or the link, isn't the one that it was sealed for */
function openWith(key: Uint8Array, sealed: Uint8Array, link: LinkSecret): string {
  const parts = Buffer.from(sealed);
  const decipher = createDecipheriv(ALGORITHM, key, parts.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES });
  decipher.setAAD(Buffer.from(link.id)).setAuthTag(parts.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
  return decipher.update(parts.subarray(NONCE_BYTES + TAG_BYTES), undefined, "utf8") + decipher.final("utf8");
}
