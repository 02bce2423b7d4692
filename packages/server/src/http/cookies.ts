import type { FastifyRequest } from "fastify";

/** A cookie of ours that lasts a few minutes, and that scripts can't read. */
export interface ShortCookie {
  readonly name: string;
  readonly seconds: number;
  /** `Lax` where it has to come back from another site; such a request is a navigation. */
  readonly sameSite: "Strict" | "Lax";
}

/** Over https a cookie is bound to this host, and nothing below it can set one of this name. */
function nameOf({ name }: ShortCookie, https: boolean): string {
  return https ? `__Host-${name}` : name;
}

/** `Set-Cookie` that gives a browser a cookie. @param value of characters that need no escape, such as base64url's */
export function giveCookie(cookie: ShortCookie, value: string, https: boolean): string {
  return written(cookie, value, cookie.seconds, https);
}

/** `Set-Cookie` that makes a browser forget a cookie. */
export function takeCookie(cookie: ShortCookie, https: boolean): string {
  return written(cookie, "", 0, https);
}

/** The value of a request's cookie, or `undefined`. */
export function cookieValue(cookie: ShortCookie, { headers }: FastifyRequest, https: boolean): string | undefined {
  const prefix = `${nameOf(cookie, https)}=`;
  const pairs = (headers.cookie ?? "").split(";").map((pair) => pair.trim());
  return pairs.find((pair) => pair.startsWith(prefix))?.slice(prefix.length);
}

function written(cookie: ShortCookie, value: string, seconds: number, https: boolean): string {
  const attributes = ["Path=/", `Max-Age=${seconds}`, "HttpOnly", `SameSite=${cookie.sameSite}`];
  return [`${nameOf(cookie, https)}=${value}`, ...attributes, ...(https ? ["Secure"] : [])].join("; ");
}
