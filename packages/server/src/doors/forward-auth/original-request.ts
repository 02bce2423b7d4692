import type { IncomingHttpHeaders } from "node:http";
import { readHost } from "./request-host.ts";
import { readPath } from "./request-path.ts";
import type { RoutedRequest } from "./route-map.ts";

/** Where gateways ask; the path of the request that they hold may follow. */
const AUTHORIZE = "/v1/authorize";

/** A gateway's request as it reached us. */
export interface GatewayRequest {
  readonly method: string;
  /** The request target, unread. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
}

/** The request that a gateway holds, `undefined` where it says nothing of it, or why that can't be read. */
export type OriginalRequest = RoutedRequest | { readonly problem: string } | undefined;

/**
 * Reads which request a gateway holds: from what follows `/v1/authorize` in the request line (Envoy), with the line's method and
 * host; else, where the sender is believed, from `X-Forwarded-Host`, `-Method` and `-Uri` (Caddy, Traefik) or `X-Original-URI`,
 * `-URL`, `-Method` and `-Host` (nginx, HAProxy). All that counts has to agree: a caller's own header that a gateway let
 * through then stops the request instead of redirecting the question.
 */
export function originalRequest({ headers, method, url }: GatewayRequest, isBelieved: boolean): OriginalRequest {
  const line = behindAuthorize(url);
  const from = (name: string) => (isBelieved ? header(headers, name) : undefined);
  const originalUrl = splitUrl(from("x-original-url"));
  const targets = [line, from("x-forwarded-uri"), from("x-original-uri"), originalUrl?.target].filter(isGiven);
  if (targets.length === 0) return undefined;

  const methods = [line && method, from("x-forwarded-method"), from("x-original-method")].filter(isGiven);
  // The request line's own is that of the gateway's question: to take it for the caller's would let a DELETE pass as a GET.
  if (methods.length === 0) return { problem: "the gateway doesn't say the method" };

  const forwarded = [from("x-forwarded-host"), from("x-original-host"), originalUrl?.host].filter(isGiven);
  const own = line === undefined && forwarded.length > 0 ? undefined : header(headers, "host");
  const hosts = [own, ...forwarded].filter(isGiven).map(readHost);

  const paths = new Set(targets.map((target) => target.split("?", 1)[0] ?? ""));
  if (paths.size > 1 || new Set(methods).size > 1 || new Set(hosts).size > 1) {
    return { problem: "what is said of the request doesn't agree" };
  }
  if (hosts.includes(undefined)) return { problem: "the host can't be read" };
  const [original = ""] = methods;
  if (!/^[A-Z]+(?:-[A-Z]+)*$/.test(original)) return { problem: "the method can't be read" };
  const [target = ""] = targets;
  const path = readPath(target);
  return "problem" in path ? path : { method: original, host: hosts[0], segments: path.segments };
}

/** `/a` of `/v1/authorize/a`. The router has decoded the path, and we take nothing for its beginning but itself. */
function behindAuthorize(url: string): string | undefined {
  if (!url.startsWith(AUTHORIZE)) return "";
  const rest = url.slice(AUTHORIZE.length);
  return rest === "" || rest.startsWith("?") ? undefined : rest;
}

/** Ingress-nginx sends the whole URL, others the target alone. */
function splitUrl(text: string | undefined): { target: string; host?: string } | undefined {
  if (text === undefined) return undefined;
  const [, host, target] = /^https?:\/\/([^/?#]*)(.*)$/i.exec(text) ?? [];
  return host === undefined || target === undefined ? { target: text } : { target, host };
}

/** A header that says something: gateways empty those that they take away. */
function header(headers: IncomingHttpHeaders, name: string): string | undefined {
  const value = headers[name];
  return (Array.isArray(value) ? value.join(", ") : value) || undefined;
}

function isGiven(text: string | undefined): text is string {
  return text !== undefined;
}
