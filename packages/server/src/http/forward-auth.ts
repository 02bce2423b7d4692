import { METHODS } from "node:http";
import type { FastifyReply, FastifyRequest } from "fastify";
import { DomainError } from "../domain/errors.ts";
import { LIMIT_WINDOW_MS } from "../domain/rate-limit.ts";
import { credentialOf } from "../verify/credential.ts";
import { decide } from "../verify/decide.ts";
import type { Allowed, Decision, Refused } from "../verify/decision.ts";
import type { RateLimitState } from "../verify/rate-limiter.ts";
import type { AskedByGateway, RouteParts } from "./api.ts";
import { presentedKey, requireFresh } from "./authenticate.ts";
import { type Refusal, REFUSALS, replyWithProblem, toDomainError } from "./problem.ts";

/**
 * Every method that Node reads, WebDAV's among them: a gateway asks with that of the request that it holds. CONNECT never becomes a request, and
 * HEAD goes wherever GET does.
 */
export const FORWARD_AUTH_METHODS = METHODS.filter((method) => method !== "CONNECT" && method !== "HEAD");

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
  { connection, headers, ip, method, url }: HeldRequest,
): ForwardAuthAnswer {
  requireFresh(freshness);
  const { account, resource } = gatewayQuestion({ connection, headers, method, url });
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
  // Filled in place: each copy would cost as much as deciding.
  const who: Record<string, string> = {
    "x-latchkey-code": code,
    "x-latchkey-account": account,
    "x-latchkey-key": key,
    "x-latchkey-owner": owner,
    "x-latchkey-external": external ? "true" : "false",
  };
  if (decision.name !== undefined) who["x-latchkey-name"] = encodeURIComponent(decision.name);
  if (decision.valid) who["x-latchkey-roles"] = decision.roles.join(",");
  return decision.rateLimit ? { ...who, ...limitHeaders(decision.rateLimit, decision) } : who;
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
