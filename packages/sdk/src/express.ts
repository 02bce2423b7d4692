import { setCaller } from "./caller.ts";
import { type NodeRequest, stripIdentity } from "./node-headers.ts";
import { checkResource, isRefusal, protect, type ProtectionOptions, type ResourceOf } from "./protection.ts";

/** What is needed of an Express request and response. */
interface ExpressRequest extends NodeRequest {
  readonly params: Readonly<Record<string, unknown>>;
  readonly hostname: string;
  readonly url: string;
  readonly ip?: string | undefined;
}

interface ExpressResponse {
  status(code: number): this;
  set(headers: Record<string, string>): this;
  // Not `send`: Express would take from its parameter what all handlers of the route may answer, and refuse objects.
  end(body: string): unknown;
}

type Middleware<Request> = (
  request: Request,
  response: ExpressResponse,
  next: (error?: unknown) => void,
) => Promise<void>;

/**
 * Middleware for Express 5 (and 4): answers requests that may not pass with 401, 403, 429 or 503, and says of the others who they are
 * from, as `request.latchkey` and by `callerOf(request)` of `@latchkey/sdk/caller`.
 *
 * ```ts
 * const needs = expressProtection({ verifier, account: (request) => String(request.params.account) });
 * app.get("/accounts/:account/orders", needs("oms.view-order"), listOrders);
 * ```
 */
export function expressProtection<Request extends ExpressRequest>(
  options: ProtectionOptions<Request>,
): (resource: ResourceOf<Request>) => Middleware<Request> {
  return (resource) => {
    checkResource(resource);
    return async (request, response, next) => {
      stripIdentity(request);
      const outcome = await protect(options, resource, request, request.headers);
      if (isRefusal(outcome)) {
        response
          .status(outcome.status)
          .set({ ...outcome.headers })
          .end(JSON.stringify(outcome.body));
        return;
      }
      setCaller(request, outcome);
      next();
    };
  };
}
