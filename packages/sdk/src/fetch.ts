import type { Caller } from "./caller.ts";
import {
  checkResource,
  isRefusal,
  protect,
  type ProtectionOptions,
  type Refusal,
  type ResourceOf,
} from "./protection.ts";
import { isIdentityHeader } from "./request-credential.ts";

/** What answers requests, as edge runtimes, Deno, Bun and service workers have it, given who a request is from. */
export type ProtectedHandler<Rest extends readonly unknown[]> = (
  request: Request,
  caller: Caller,
  ...rest: Rest
) => Response | Promise<Response>;

/**
 * Wraps handlers of the form `(request) => Response`: answers requests that may not pass with 401, 403, 429 or 503, and hands on the
 * others with who they are from.
 *
 * ```ts
 * const needs = fetchProtection({ verifier, account: (request) => new URL(request.url).hostname.split(".")[0] });
 * export default { fetch: needs("oms.view-order", (request, caller) => Response.json(caller.account)) };
 * ```
 */
export function fetchProtection(options: ProtectionOptions<Request>) {
  return <Rest extends readonly unknown[]>(
    resource: ResourceOf<Request>,
    handle: ProtectedHandler<Rest>,
  ): ((request: Request, ...rest: Rest) => Promise<Response>) => {
    checkResource(resource);
    return async (request, ...rest) => {
      const outcome = await protect(options, resource, request, request.headers);
      return isRefusal(outcome) ? refusalResponse(outcome) : handle(withoutIdentity(request), outcome, ...rest);
    };
  };
}

/** A refusal as the standard's object. */
export function refusalResponse({ body, headers, status }: Refusal): Response {
  return new Response(JSON.stringify(body), { status, headers });
}

/** A request without the headers that say who it is from: whatever reads or forwards them would believe the caller. */
export function withoutIdentity(request: Request): Request {
  const names = [...request.headers.keys()].filter((name) => isIdentityHeader(name));
  if (names.length === 0) return request;
  const headers = new Headers(request.headers);
  for (const name of names) headers.delete(name);
  return new Request(request, { headers });
}
