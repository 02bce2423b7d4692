import { createCipheriv, createDecipheriv, createHash, hash, hkdfSync, timingSafeEqual } from "node:crypto";
import { DIGEST_LENGTH, type DigestText, digestText, type SecretDigest, UNKEYED } from "../domain/token.ts";
import type { SealedText } from "../domain/user.ts";
import type { SecretHasher } from "../verify/secret-hasher.ts";

/** Shortest server secret that is taken, in characters. */
export const SERVER_SECRET_MIN_LENGTH = 32;

/**
 * What the server secret is good for. It lives outside the database; each use has a key of its own, derived with HKDF
 * (RFC 5869), so that none says anything about another.
 */
export class ServerSecret {
  /** Names the secret without telling it: kept with every digest, so that secrets can be rotated. */
  readonly id: string;
  /** The one before it, for as long as something is still kept under that. */
  readonly previous: ServerSecret | undefined;
  readonly #secret: string;

  /**
   * @param secret at least `SERVER_SECRET_MIN_LENGTH` characters
   * @param previous likewise; `undefined` where the secret isn't being rotated
   */
  constructor(secret: string, previous?: string) {
    this.#secret = secret;
    this.previous = previous === undefined || previous === secret ? undefined : new ServerSecret(previous);
    this.id = this.derive("latchkey secret id", 6).toString("hex");
  }

  /** This secret, and the one before it where there is one. */
  get all(): readonly ServerSecret[] {
    return this.previous ? [this, this.previous] : [this];
  }

  /** A key for one purpose, of 1 to 8160 bytes. */
  derive(purpose: string, length = 32): Buffer {
    return Buffer.from(hkdfSync("sha256", this.#secret, "", purpose, length));
  }
}

/**
 * SHA3-256 over a key and the secret. A sponge is sound as a MAC with the key in front: its output doesn't let anybody
 * extend what went in. One call takes about half a microsecond; HMAC takes four times that.
 */
export class Sha3SecretHasher implements SecretHasher {
  readonly #current: DigestKey;
  readonly #previous: DigestKey | undefined;
  /** What two digests are compared in: made once, as comparing is part of every verification. */
  readonly #compared: readonly [Buffer, Buffer];
  readonly #noDigest: DigestText;

  constructor(serverSecret: ServerSecret) {
    this.#current = digestKey(serverSecret);
    this.#previous = serverSecret.previous && digestKey(serverSecret.previous);
    this.#noDigest = "\0".repeat(serverSecret.id.length + DIGEST_LENGTH);
    this.#compared = [Buffer.alloc(this.#noDigest.length), Buffer.alloc(this.#noDigest.length)];
  }

  /** The digest to be stored. */
  digest(secret: string): SecretDigest {
    const { key, secretId } = this.#current;
    return { bytes: hash("sha3-256", key + secret, "buffer"), secretId };
  }

  digests(secret: string): readonly [DigestText, ...DigestText[]] {
    const current = digestUnder(this.#current, secret);
    return this.#previous ? [current, digestUnder(this.#previous, secret)] : [current];
  }

  importedDigests(token: string): readonly [DigestText, ...DigestText[]] {
    return [...this.digests(token), UNKEYED + hash("sha256", token, "latin1")];
  }

  isSame(digests: readonly DigestText[], kept: DigestText | undefined): boolean {
    const [one, another] = this.#compared;
    another.write(kept ?? this.#noDigest, "latin1");
    let isSame = false;
    for (const digest of digests) {
      one.write(digest, "latin1");
      // All of them, whichever it is.
      if (timingSafeEqual(one, another)) isSame = true;
    }
    return isSame;
  }

  /** Whether a secret has a stored digest, at the same cost whatever the answer, as `isSame`. */
  matches(secret: string, digest: SecretDigest | undefined): boolean {
    return this.isSame(this.digests(secret), digest && digestText(digest));
  }
}

interface DigestKey {
  readonly secretId: string;
  readonly key: string;
}

function digestKey(secret: ServerSecret): DigestKey {
  // As many bytes as the sponge takes at a time are not needed: 256 bits of key are as strong as the output.
  return { secretId: secret.id, key: secret.derive("latchkey secret digest").toString("hex") };
}

function digestUnder({ key, secretId }: DigestKey, secret: string): DigestText {
  // A third of the time that bytes take.
  return secretId + hash("sha3-256", key + secret, "latin1");
}

const NONCE_LENGTH = 12;
const TAG_LENGTH = 16;

/** Texts that only this server secret seals, and that it and the one before it open: AES-256-GCM under a key for one purpose, with a nonce of its own each time. */
export class TextSealer {
  /** The server secret under which it seals. */
  readonly secretId: string;
  readonly #key: Buffer;
  readonly #keys: ReadonlyMap<string, Buffer>;
  readonly #randomBytes: (length: number) => Uint8Array;

  constructor(serverSecret: ServerSecret, purpose: string, randomBytes: (length: number) => Uint8Array) {
    this.secretId = serverSecret.id;
    this.#key = serverSecret.derive(purpose);
    this.#keys = new Map(serverSecret.all.map((secret) => [secret.id, secret.derive(purpose)]));
    this.#randomBytes = randomBytes;
  }

  /** @param context that it belongs to, such as a person's id: in another it can't be opened */
  seal(text: string, context: string): SealedText {
    const nonce = this.#randomBytes(NONCE_LENGTH);
    const cipher = createCipheriv("aes-256-gcm", this.#key, nonce, { authTagLength: TAG_LENGTH });
    cipher.setAAD(Buffer.from(context));
    const bytes = Buffer.concat([nonce, cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]);
    return { bytes: new Uint8Array(bytes), secretId: this.secretId };
  }

  /** The text, or `undefined` for what wasn't sealed by this secret or the one before it, for this purpose and in this context. */
  open({ bytes, secretId }: SealedText, context: string): string | undefined {
    const key = this.#keys.get(secretId);
    if (!key || bytes.length < NONCE_LENGTH + TAG_LENGTH) return undefined;
    const [nonce, sealed] = [bytes.subarray(0, NONCE_LENGTH), bytes.subarray(NONCE_LENGTH, -TAG_LENGTH)];
    const decipher = createDecipheriv("aes-256-gcm", key, nonce, { authTagLength: TAG_LENGTH });
    decipher.setAAD(Buffer.from(context)).setAuthTag(bytes.subarray(-TAG_LENGTH));
    try {
      return Buffer.concat([decipher.update(sealed), decipher.final()]).toString("utf8");
    } catch {
      return undefined;
    }
  }
}

/** Whether two secrets of any length are the same, in time that doesn't depend on where they differ. */
export function isSameSecret(a: string, b: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
