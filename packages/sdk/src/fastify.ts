import { setCaller } from "./caller.ts";
import { type NodeRequest, stripIdentity } from "./node-headers.ts";
import { checkResource, isRefusal, protect, type ProtectionOptions, type ResourceOf } from "./protection.ts";

/** What is needed of a Fastify request and reply. */
interface FastifyRequest {
  readonly params: unknown;
  readonly hostname: string;
  readonly url: string;
  readonly ip: string;
  readonly headers: NodeRequest["headers"];
  readonly raw: NodeRequest;
}

interface FastifyReply {
  code(status: number): this;
  headers(values: Record<string, string>): this;
  send(body: string): this;
}

/**
 * Hooks for Fastify 5: answers requests that may not pass with 401, 403, 429 or 503, and says of the others who they are from, by
 * `callerOf(request)` of `@latchkey/sdk/caller`. As `onRequest`, so that no body of a stranger is read.
 *
 * ```ts
 * const needs = fastifyProtection({ verifier, account: (request) => (request.params as { account: string }).account });
 * app.get("/accounts/:account/orders", { onRequest: needs("oms.view-order") }, listOrders);
 * ```
 */
export function fastifyProtection<Request extends FastifyRequest>(
  options: ProtectionOptions<Request>,
): (resource: ResourceOf<Request>) => (request: Request, reply: FastifyReply) => Promise<unknown> {
  return (resource) => {
    checkResource(resource);
    return async (request, reply) => {
      stripIdentity(request.raw);
      stripIdentity(request);
      const outcome = await protect(options, resource, request, request.headers);
      if (isRefusal(outcome)) {
        return reply
          .code(outcome.status)
          .headers({ ...outcome.headers })
          .send(JSON.stringify(outcome.body));
      }
      setCaller(request, outcome);
      return undefined;
    };
  };
}
