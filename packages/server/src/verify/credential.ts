import { isImportedKeyForm, isImportedTokenForm, isKeyString, isSecret } from "@latchkey/sdk/credential-format";

/** A key string and a token as a caller gave them, both of the right form. Says nothing about whether they are right. */
export interface Credential {
  readonly key: string;
  readonly token: string;
  /** Whether the key has the form of one that was made elsewhere: see ADR 29. */
  readonly isImported?: true;
}

/** A credential from its two parts, or `undefined` where format or checksum say that it can't be one. */
export function credentialOf(key: unknown, token: unknown): Credential | undefined {
  if (typeof key !== "string" || typeof token !== "string") return undefined;
  if (isKeyString(key)) return isSecret(token, "lkt_") ? { key, token } : undefined;
  return isImportedKeyForm(key) && isImportedTokenForm(token) ? { key, token, isImported: true } : undefined;
}

/** The parts of an `Authorization: Basic` header (RFC 7617), or `undefined`. */
export function basicParts(authorization: string): { user: string; password: string } | undefined {
  const encoded = /^Basic +([A-Za-z0-9+/]+={0,2}) *$/i.exec(authorization)?.[1];
  if (encoded === undefined) return undefined;
  const decoded = Buffer.from(encoded, "base64").toString("utf8");
  const colon = decoded.indexOf(":");
  return colon < 0 ? undefined : { user: decoded.slice(0, colon), password: decoded.slice(colon + 1) };
}

/** The token of an `Authorization: Bearer` header (RFC 6750), or `undefined`. */
export function bearerToken(authorization: string): string | undefined {
  return /^Bearer +([\x21-\x7e]+) *$/i.exec(authorization)?.[1];
}
