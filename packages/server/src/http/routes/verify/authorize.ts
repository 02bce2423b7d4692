import { METHODS } from "node:http";
import type { FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import type { Api, RouteParts } from "../../api.ts";
import { FORWARD_AUTH_METHODS, forwardAuth, refuseHeld } from "../../forward-auth.ts";
import { replyWithRefusal } from "../../problem.ts";

/** Envoy puts the path of the request that it holds behind the one where it asks. */
const URLS = ["/v1/authorize", "/v1/authorize/*"] as const;

/**
 * Forward auth: the gateway hands on the headers of a request, and lets it through where this answers 200. In which account
 * and for which resource is the gateway's to say, beside its service key, or the route map's: a caller could have sent those headers
 * itself.
 */
export function authorizeRoute(api: Api, parts: RouteParts): void {
  void api.register((scope, _options, done) => {
    // A body is the gateway's business, whatever it is: it is let run out unread.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser("*", (_request, payload, parsed) => {
      payload.resume();
      parsed(null);
    });
    for (const method of METHODS) {
      if (!scope.supportedMethods.includes(method)) scope.addHttpMethod(method, { hasBody: true });
    }
    // The framework would refuse it without a Content-Type, which is for the service to do that it is meant for.
    scope.addHttpMethod("QUERY", { hasBody: false, overrideExisting: true });
    scope.setErrorHandler(refuseHeld);
    for (const [method, url] of FORWARD_AUTH_METHODS.flatMap((each) => URLS.map((at) => [each, at] as const))) {
      scope.route({
        method,
        url,
        exposeHeadRoute: method === "GET",
        config: { authenticate: false, isMeasured: false },
        // Use is counted: a line in the log for each request would cost as much as answering it.
        logLevel: "warn",
        schema: {
          hide: method !== "GET" || url !== "/v1/authorize",
          operationId: "authorize",
          summary: "Forward auth: may this request pass? By its own credential, in the account that the gateway names",
          tags: ["Verification"],
          response: { 200: z.null() },
        },
        handler: (request: FastifyRequest, reply: FastifyReply) => {
          const { ip, method, url: target } = request;
          const held = { connection: request.socket, headers: request.headers, ip, method, url: target };
          const { headers, refusal, status } = forwardAuth(parts, held);
          void reply.code(status).headers(headers);
          return refusal ? replyWithRefusal(request, reply, refusal) : reply.send();
        },
      });
    }
    done();
  });
}
