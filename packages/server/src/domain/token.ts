import { BASE62_ALPHABET, SECRET_LENGTH, secretChecksum, type SecretPrefix } from "@latchkey/sdk/credential-format";
import type { TokenLink } from "./token-link.ts";

/**
 * One token of a key, without the token itself: only its keyed digest is kept (rule 2).
 *
 * A key has one `current` token, and while it is being renewed one more, `renewed` (rule 3). It has none after its only token's
 * link has ended unopened.
 */
export interface ApiToken {
  readonly id: string;
  readonly key: string;
  readonly state: TokenState;
  readonly digest: SecretDigest;
  readonly createdAtMs: number;
  /** When it stops working by itself, or `null`. */
  readonly expiresAtMs: number | null;
  /** The link behind which it waits, not working yet, or `null` (rule 3). */
  readonly link: Pick<TokenLink, "id" | "expiresAtMs" | "completesRenewal"> | null;
}

export type TokenState = "current" | "renewed";

/** Bytes of a digest. */
export const DIGEST_LENGTH = 32;

/** The keyed digest of a secret (32 bytes), with the id of the server secret that keyed it, so that it can be rotated. */
export interface SecretDigest {
  readonly bytes: Uint8Array;
  readonly secretId: string;
}

/**
 * Stands for the id of a server secret in the digest of an imported token that came as one: SHA-256 of the token alone, under no secret. As
 * long as such an id, and none: those are hexadecimal.
 */
export const UNKEYED = "sha256-plain";

/**
 * A digest as one text, for memory, where a million arrays of bytes would take several times the room: the id of the server
 * secret, then each byte as the character of its number.
 */
export type DigestText = string;

export function digestText({ bytes, secretId }: SecretDigest): DigestText {
  // In one piece: two that are put together are kept as two, and as what joins them.
  const whole = Buffer.allocUnsafe(secretId.length + bytes.length);
  whole.write(secretId, "latin1");
  whole.set(bytes, secretId.length);
  return whole.toString("latin1");
}

/** The digest that a text stands for. */
export function digestOfText(text: DigestText): SecretDigest {
  const at = text.length - DIGEST_LENGTH;
  return { bytes: new Uint8Array(Buffer.from(text.slice(at), "latin1")), secretId: text.slice(0, at) };
}

/** A digest under an earlier server secret that was proven right, and the same under the present one. A token is read again by its key. */
export interface DigestMove {
  readonly of:
    | { readonly kind: "token"; readonly id: string; readonly key: string }
    | { readonly kind: "service-key"; readonly id: string };
  readonly from: SecretDigest;
  readonly to: SecretDigest;
}

/** Makes a secret: 256 random bits in base 62, and a checksum. It is shown once and never stored. */
export function generateSecret(prefix: SecretPrefix, randomBytes: (length: number) => Uint8Array): string {
  let rest = BigInt(`0x${Buffer.from(randomBytes(32)).toString("hex")}`);
  let characters = "";
  for (let i = 0; i < SECRET_LENGTH; i++) {
    characters = BASE62_ALPHABET.charAt(Number(rest % 62n)) + characters;
    rest /= 62n;
  }
  return `${prefix}${characters}${secretChecksum(`${prefix}${characters}`)}`;
}
