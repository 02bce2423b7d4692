import helmet from "@fastify/helmet";
import type { Api } from "./api.ts";

/** The one style element that React Aria adds to a page (`touch-action` of what can be pressed); browser tests see when it changes. */
const REACT_ARIA_STYLE = "'sha256-38RhXrc7EdReTKsOm23ZPOCUgniTUUcjky8QOOrQx6o='";

/** Makes browsers take nothing from anywhere else, run nothing inline and show us in no frame. */
export async function sendSecurityHeaders(api: Api, { https }: { https: boolean }): Promise<void> {
  await api.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'", REACT_ARIA_STYLE],
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
  api.addHook("onRequest", async (request, reply) => {
    // What an API answers is for the caller alone, and may be about a secret.
    if (isApi(request.routeOptions.url ?? request.url)) reply.header("cache-control", "no-store");
  });
}

/** By the route, as an address can be written in more than one way. */
function isApi(path: string): boolean {
  return path.startsWith("/v1/");
}
