import type { Caller } from "./caller.ts";
import { refusalResponse, withoutIdentity } from "./fetch.ts";
import { checkResource, isRefusal, protect, type ProtectionOptions, type ResourceOf } from "./protection.ts";

/** What is needed of a Hono context. */
interface HonoContext {
  readonly req: { raw: Request; readonly url: string; param(name: string): string | undefined };
  set(name: "latchkey", caller: Caller): void;
}

/** The variables of an app that is protected: `new Hono<{ Variables: LatchkeyVariables }>()`. */
export interface LatchkeyVariables {
  latchkey: Caller;
}

/**
 * Middleware for Hono: answers requests that may not pass with 401, 403, 429 or 503, and says of the others who they are from, as
 * `context.get("latchkey")`.
 *
 * ```ts
 * const needs = honoProtection({ verifier, account: (context) => context.req.param("account") });
 * app.get("/accounts/:account/orders", needs("oms.view-order"), listOrders);
 * ```
 */
export function honoProtection<Context extends HonoContext>(
  options: ProtectionOptions<Context>,
): (resource: ResourceOf<Context>) => (context: Context, next: () => Promise<void>) => Promise<Response | void> {
  return (resource) => {
    checkResource(resource);
    return async (context, next) => {
      context.req.raw = withoutIdentity(context.req.raw);
      const outcome = await protect(options, resource, context, context.req.raw.headers);
      if (isRefusal(outcome)) return refusalResponse(outcome);
      context.set("latchkey", outcome);
      await next();
      return undefined;
    };
  };
}
