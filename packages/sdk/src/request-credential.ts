/** A request's headers: the standard's object, or Node's. */
export type RequestHeaders = Headers | Readonly<Record<string, string | readonly string[] | undefined>>;

/** A key string and token as a caller sent them, whatever they are. */
export interface PresentedCredential {
  readonly key: string;
  readonly token: string;
}

/**
 * The credential in a request's headers: `X-API-Key` and `X-API-Token`, their VTEX names, or `Authorization: Basic` (RFC 7617). `undefined`
 * where there is none, or half of one.
 */
export function credentialOf(headers: RequestHeaders): PresentedCredential | undefined {
  const key = headerOf(headers, "x-api-key") ?? headerOf(headers, "x-vtex-api-appkey");
  const token = headerOf(headers, "x-api-token") ?? headerOf(headers, "x-vtex-api-apptoken");
  if (key !== undefined || token !== undefined) return key && token ? { key, token } : undefined;
  return basicCredential(headerOf(headers, "authorization") ?? "");
}

/** Headers that say who a request is from, beyond a gateway that has verified it: a caller could have sent them itself. */
export function isIdentityHeader(name: string): boolean {
  return name.toLowerCase().startsWith("x-latchkey-");
}

function basicCredential(authorization: string): PresentedCredential | undefined {
  const encoded = /^Basic +([A-Za-z0-9+/]+={0,2}) *$/i.exec(authorization)?.[1];
  if (encoded === undefined) return undefined;
  const decoded = decodedBase64(encoded);
  const colon = decoded?.indexOf(":") ?? -1;
  if (decoded === undefined || colon < 0) return undefined;
  return { key: decoded.slice(0, colon), token: decoded.slice(colon + 1) };
}

function decodedBase64(encoded: string): string | undefined {
  try {
    const bytes = Uint8Array.from(atob(encoded), (character) => character.charCodeAt(0));
    return new TextDecoder().decode(bytes);
  } catch {
    return undefined;
  }
}

function headerOf(headers: RequestHeaders, name: string): string | undefined {
  if (headers instanceof Headers) return headers.get(name) ?? undefined;
  const value = headers[name];
  return typeof value === "string" ? value : value?.[0];
}
