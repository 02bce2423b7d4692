import { IncomingMessage, ServerResponse } from "node:http";
import { Socket } from "node:net";
import helmet from "helmet";
import type { Api } from "./api.ts";

/** The style elements that React Aria adds to a page. Browser tests see when the first one changes. */
const REACT_ARIA_STYLES = [
  // `touch-action` of what can be pressed.
  "'sha256-38RhXrc7EdReTKsOm23ZPOCUgniTUUcjky8QOOrQx6o='",
  // Overscrolling behind a dialog, on iPhones and iPads.
  "'sha256-gYiS/BvZvRcK27JIXTuwhZ3hs2+VJ1X+2gUlE+farlg='",
];

/** What the API's answers say of being kept: they are for the caller alone, and may be about a secret. */
export const API_CACHING = { "cache-control": "no-store" } as const;

/**
 * Headers that make browsers take nothing from anywhere else, run nothing inline and show us in no frame, as Helmet writes
 * them, by their names in small letters.
 */
export function securityHeaders({ https }: { https: boolean }): Readonly<Record<string, string>> {
  const writeHeaders = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'", ...REACT_ARIA_STYLES],
        "font-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "connect-src": ["'self'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "require-trusted-types-for": ["'script'"],
        ...(https ? { "upgrade-insecure-requests": [] } : {}),
      },
    },
    referrerPolicy: { policy: "no-referrer" },
    strictTransportSecurity: https ? { maxAge: 31_536_000, includeSubDomains: false } : false,
    xFrameOptions: { action: "deny" },
    crossOriginOpenerPolicy: { policy: "same-origin" },
    crossOriginResourcePolicy: { policy: "same-origin" },
  });
  // Once, onto an answer that goes nowhere: they are the same for all.
  const request = new IncomingMessage(new Socket());
  const response = new ServerResponse(request);
  writeHeaders(request, response, (error) => {
    if (error instanceof Error) throw error;
  });
  return Object.fromEntries(Object.entries(response.getHeaders()).map(([name, value]) => [name, String(value)]));
}

/** Puts the headers for browsers on every answer, and keeps those of the API from being stored. */
export function sendSecurityHeaders(api: Api, headers: Readonly<Record<string, string>>): void {
  api.addHook("onRequest", (request, reply, done) => {
    if (isApi(request.routeOptions.url ?? request.url)) void reply.headers(API_CACHING);
    void reply.headers(headers);
    done();
  });
  api.addHook("onSend", (request, reply, payload, done) => {
    // After whoever serves pages, which says otherwise of all of them.
    if (ONE_TIME_PAGE.test(request.url)) void reply.headers(API_CACHING);
    done(null, payload);
  });
}

/** Pages that are opened by a secret behind the `#` of their address, and show what no browser is to bring back. */
const ONE_TIME_PAGE = /^\/(credentials|join|reset)\//;

/** Whether a route is for programs, which say who they are. By the route, as an address can be written in more than one way. */
export function isApi(path: string): boolean {
  return /^\/(v1|access\/v1|oauth2|api\/(vlm|license-manager|vtexid))\//.test(path) || path === "/metrics";
}
