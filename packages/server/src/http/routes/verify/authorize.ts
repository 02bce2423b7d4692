import type { FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { DomainError } from "../../../domain/errors.ts";
import { LIMIT_WINDOW_MS } from "../../../domain/rate-limit.ts";
import { credentialOf } from "../../../verify/credential.ts";
import { decide } from "../../../verify/decide.ts";
import type { Decision, RefusalCode } from "../../../verify/decision.ts";
import type { Api, RouteParts } from "../../api.ts";
import { headerOf, presentedKey, requireFresh, serviceKeyOf } from "../../authenticate.ts";
import { replyWithRefusal } from "../../problem.ts";

/** What a refusal is as HTTP, for a gateway that hands it on. */
const REFUSALS = {
  INVALID_CREDENTIALS: [401, "Credentials are needed"],
  UNKNOWN_ACCOUNT: [403, "No such account"],
  ACCOUNT_SUSPENDED: [403, "The account is suspended"],
  OWNER_SUSPENDED: [403, "The key's owner is suspended"],
  KEY_INACTIVE: [403, "The key is inactive"],
  NOT_ADMITTED: [403, "The account has not added the key"],
  EXTERNAL_KEY_INACTIVE: [403, "The account has suspended the key"],
  EXTERNAL_KEY_EXPIRED: [403, "The key's time in the account has ended"],
  RATE_LIMITED: [429, "Too many requests within a minute"],
  RESOURCE_DENIED: [403, "The key's roles don't allow this"],
} as const satisfies Record<RefusalCode, readonly [status: number, title: string]>;

/** Every method: a gateway asks with that of the request that it holds. */
const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] as const;

/**
 * Forward auth: the gateway hands on the headers of a request, and lets it through where this answers 200. In which account
 * and for which resource is the gateway's to say, beside its service key: a caller could have sent those headers itself.
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
      scope.route({
        method,
        url: "/v1/authorize",
        exposeHeadRoute: method === "GET",
        config: { authenticate: false, isMeasured: false },
        // Use is counted: a line in the log for each request would cost as much as answering it.
        logLevel: "warn",
        schema: {
          hide: method !== "GET",
          operationId: "authorize",
          summary: "Forward auth: may this request pass? By its own credential, in the account that the gateway names",
          tags: ["Verification"],
          response: { 200: z.null() },
        },
        handler: (request: FastifyRequest, reply: FastifyReply) => answer(parts, request, reply),
      });
    }
    done();
  });
}

function answer({ freshness, judge, metrics }: RouteParts, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  requireFresh(freshness);
  const gateway = headerOf(request, "x-latchkey-service-key");
  const account = headerOf(request, "x-latchkey-account");
  if (!gateway || !account || !serviceKeyOf(judge, gateway)) {
    throw new DomainError(
      "FORBIDDEN",
      "The gateway has to name the account (X-Latchkey-Account) beside its service key.",
    );
  }
  const resource = headerOf(request, "x-latchkey-resource");
  const presented = presentedKey(request);
  const credential = presented && credentialOf(presented.key, presented.token);
  const decision = decide(judge, { credential, account, resource, ip: request.ip });
  metrics.tally.count("authorize", decision);
  sayWho(reply, decision);
  if (decision.valid) return reply.code(200).send();
  const [status, title] = REFUSALS[decision.code];
  return replyWithRefusal(request, reply, { status, title, code: decision.code });
}

/**
 * Who it is, for the gateway to hand on and to log, also to a refusal, once the token is proven; and how its limit stands, as
 * draft-ietf-httpapi-ratelimit-headers-10 says it: within `t` seconds no more than `r` requests.
 */
function sayWho(reply: FastifyReply, decision: Decision): void {
  void reply.header("x-latchkey-code", decision.code);
  if (decision.code === "INVALID_CREDENTIALS") return;
  void reply.headers({
    "x-latchkey-account": decision.account,
    "x-latchkey-key": decision.key,
    "x-latchkey-owner": decision.owner,
    "x-latchkey-external": String(decision.external),
    ...(decision.valid ? { "x-latchkey-roles": decision.roles.join(",") } : {}),
  });
  if (!decision.rateLimit) return;
  const { limit, remaining, resetSeconds, setBy } = decision.rateLimit;
  void reply.headers({
    "ratelimit-policy": `"${setBy}";q=${limit};w=${LIMIT_WINDOW_MS / 1_000}`,
    ratelimit: `"${setBy}";r=${remaining};t=${resetSeconds}`,
  });
  if (decision.valid || decision.retryAfterSeconds === undefined) return;
  void reply.header("retry-after", String(decision.retryAfterSeconds));
}
