import helmet from "helmet";
import type { Api } from "./api.ts";

/** The style elements that React Aria adds to a page. Browser tests see when the first one changes. */
const REACT_ARIA_STYLES = [
  // `touch-action` of what can be pressed.
  "'sha256-38RhXrc7EdReTKsOm23ZPOCUgniTUUcjky8QOOrQx6o='",
  // Overscrolling behind a dialog, on iPhones and iPads.
  "'sha256-gYiS/BvZvRcK27JIXTuwhZ3hs2+VJ1X+2gUlE+farlg='",
];

/** Makes browsers take nothing from anywhere else, run nothing inline and show us in no frame. */
export function sendSecurityHeaders(api: Api, { https }: { https: boolean }): void {
  // Once: its plugin for Fastify puts the policy together again for each request.
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
  api.addHook("onRequest", (request, reply, done) => {
    // What an API answers is for the caller alone, and may be about a secret.
    if (isApi(request.routeOptions.url ?? request.url)) void reply.header("cache-control", "no-store");
    writeHeaders(request.raw, reply.raw, (error) => done(error instanceof Error ? error : undefined));
  });
  api.addHook("onSend", (request, reply, payload, done) => {
    // After whoever serves pages, which says otherwise of all of them.
    if (ONE_TIME_PAGE.test(request.url)) void reply.header("cache-control", "no-store");
    done(null, payload);
  });
}

/** Pages that are opened by a secret behind the `#` of their address, and show what no browser is to bring back. */
const ONE_TIME_PAGE = /^\/(credentials|join|reset)\//;

/** By the route, as an address can be written in more than one way. */
function isApi(path: string): boolean {
  return path.startsWith("/v1/");
}
