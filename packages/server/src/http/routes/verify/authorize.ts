import { METHODS } from "node:http";
import type { FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { DomainError } from "../../../domain/errors.ts";
import { LIMIT_WINDOW_MS } from "../../../domain/rate-limit.ts";
import { credentialOf } from "../../../verify/credential.ts";
import type { RateLimitState } from "../../../verify/rate-limiter.ts";
import { decide } from "../../../verify/decide.ts";
import type { Allowed, Decision, RefusalCode, Refused } from "../../../verify/decision.ts";
import type { Api, AskedByGateway, RouteParts } from "../../api.ts";
import { presentedKey, requireFresh } from "../../authenticate.ts";
import { type Refusal, replyWithProblem, replyWithRefusal, toDomainError } from "../../problem.ts";

/** What a refusal is as HTTP, for a gateway that hands it on. */
export const REFUSALS = {
  INVALID_CREDENTIALS: [401, "Credentials are needed"],
  UNKNOWN_ACCOUNT: [403, "No such account"],
  ACCOUNT_SUSPENDED: [403, "The account is suspended"],
  OWNER_SUSPENDED: [403, "The key's owner is suspended"],
  KEY_INACTIVE: [403, "The key is inactive"],
  NOT_ADMITTED: [403, "The account has not added the key"],
  EXTERNAL_KEY_INACTIVE: [403, "The account has suspended the key"],
  EXTERNAL_KEY_EXPIRED: [403, "The key's time in the account has ended"],
  IP_DENIED: [403, "The key may not be used from this address"],
  RATE_LIMITED: [429, "Too many requests within a minute"],
  RESOURCE_DENIED: [403, "The key's roles don't allow this"],
} as const satisfies Record<RefusalCode, readonly [status: number, title: string]>;

/**
 * Every method that Node reads, WebDAV's among them: a gateway asks with that of the request that it holds. CONNECT never becomes a request, and
 * HEAD goes wherever GET does.
 */
export const FORWARD_AUTH_METHODS = METHODS.filter((method) => method !== "CONNECT" && method !== "HEAD");

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
          const peer = () => request.socket.remoteAddress;
          const held = { headers: request.headers, ip, method, url: target, peer };
          const { headers, refusal, status } = forwardAuth(parts, held);
          void reply.code(status).headers(headers);
          return refusal ? replyWithRefusal(request, reply, refusal) : reply.send();
        },
      });
    }
    done();
  });
}

/** A request that a gateway holds, as far as the answer depends on it. */
export interface HeldRequest extends AskedByGateway {
  /** The address that it came from. */
  readonly ip: string;
}

export interface ForwardAuthAnswer {
  readonly status: number;
  /** Who it is, for the gateway to hand on and to log: also with a refusal, once the token is proven. */
  readonly headers: Readonly<Record<string, string>>;
  /** `undefined` where the request may pass. */
  readonly refusal: Refusal | undefined;
}

/** @throws DomainError `STALE`; `FORBIDDEN` where the gateway asks nothing that counts */
export function forwardAuth(
  {
    freshness,
    gatewayQuestion,
    judge,
    metrics,
  }: Pick<RouteParts, "freshness" | "gatewayQuestion" | "judge" | "metrics">,
  { headers, ip, method, peer, url }: HeldRequest,
): ForwardAuthAnswer {
  requireFresh(freshness);
  const { account, resource } = gatewayQuestion({ headers, method, url, peer });
  const presented = presentedKey(headers);
  const credential = presented && credentialOf(presented.key, presented.token);
  const decision = decide(judge, { credential, account, resource, ip });
  metrics.tally.count("authorize", decision);
  if (decision.valid) return { status: 200, headers: whoItIs(decision), refusal: undefined };
  const [status, title] = REFUSALS[decision.code];
  return { status, headers: whoItIs(decision), refusal: { status, title, code: decision.code } };
}

/**
 * Who it is, by the account's own name for the key, too, which may be any text: percent-encoded (RFC 3986); and how its limit stands, as draft-ietf-httpapi-ratelimit-headers-10 says it: within `t` seconds no more than `r`
 * requests.
 */
function whoItIs(decision: Decision): Readonly<Record<string, string>> {
  if (decision.code === "INVALID_CREDENTIALS") return { "x-latchkey-code": decision.code };
  const { account, code, external, key, owner } = decision;
  const who = {
    "x-latchkey-code": code,
    "x-latchkey-account": account,
    "x-latchkey-key": key,
    "x-latchkey-owner": owner,
    "x-latchkey-external": external ? "true" : "false",
  };
  const named = decision.name === undefined ? who : { ...who, "x-latchkey-name": encodeURIComponent(decision.name) };
  const answer = decision.valid ? { ...named, "x-latchkey-roles": decision.roles.join(",") } : named;
  return decision.rateLimit ? { ...answer, ...limitHeaders(decision.rateLimit, decision) } : answer;
}

function limitHeaders(
  { limit, remaining, resetSeconds, setBy }: RateLimitState,
  decision: Allowed | Refused,
): Readonly<Record<string, string>> {
  const headers = {
    "ratelimit-policy": `"${setBy}";q=${limit};w=${LIMIT_WINDOW_MS / 1_000}`,
    ratelimit: `"${setBy}";r=${remaining};t=${resetSeconds}`,
  };
  if (decision.valid || decision.retryAfterSeconds === undefined) return headers;
  return { ...headers, "retry-after": String(decision.retryAfterSeconds) };
}

/** Whether it is asked about a request that a gateway holds. */
export function isForwardAuth(url: string): boolean {
  return /^\/v1\/authorize(?:[/?]|$)/.test(url);
}

/**
 * Refuses a request that a gateway holds for what isn't its credential's doing. The code stands in `X-Latchkey-Code`, as with every
 * refusal: many gateways make nothing of the body.
 */
export function refuseHeld(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const refused = asForbidden(error);
  const code = toDomainError(refused)?.code ?? "INTERNAL";
  return replyWithProblem(refused, request, reply.header("x-latchkey-code", code));
}

/**
 * Gateways know what to do with 403, and take what else is wrong with a request for a fault of ours: input that is refused before
 * it gets to us, such as a token in the path that Envoy puts behind ours, or a path that can't be decoded.
 */
function asForbidden(error: unknown): unknown {
  const expected = toDomainError(error);
  if (expected?.code === "MALFORMED_REQUEST") return new DomainError("FORBIDDEN", "The request's path can't be read.");
  const isInput = expected?.code === "SECRET_IN_FIELD" || expected?.code === "INVALID_INPUT";
  return isInput ? new DomainError("FORBIDDEN", expected.message) : error;
}
