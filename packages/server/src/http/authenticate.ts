import type { IncomingHttpHeaders } from "node:http";
import { isSecret } from "@latchkey/sdk/credential-format";
import type { FastifyRequest } from "fastify";
import type { ServiceKeyEntry } from "../domain/directory-entry.ts";
import { DomainError, unauthenticated } from "../domain/errors.ts";
import { digestText } from "../domain/token.ts";
import type { SignIn } from "../sign-in/sign-in.ts";
import { basicParts, bearerToken, credentialOf } from "../verify/credential.ts";
import { type Judge, provenKey } from "../verify/decide.ts";
import type { Freshness } from "./api.ts";
import type { Principal } from "./open-account.ts";
import { requireSameOrigin, type SameOrigin } from "./same-origin.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** Who the request comes from; `null` where nobody has said. */
    principal: Principal | null;
  }
  interface FastifyContextConfig {
    /** `false` where nobody has to say who they are. */
    readonly authenticate?: boolean;
    /** `false` where how long it takes isn't measured. */
    readonly isMeasured?: boolean;
  }
}

export interface AuthenticateParts {
  readonly judge: Judge;
  readonly freshness: Freshness;
  readonly signIn: SignIn;
  readonly sameOrigin: SameOrigin;
  readonly isOperatorToken: (token: string) => boolean;
  /** Whether a person is an operator. */
  readonly isOperator: (userId: string) => Promise<boolean>;
}

/**
 * Finds out who a request comes from, by the credential that it carries in its headers. What is said outright counts before
 * a cookie, which browsers add by themselves.
 *
 * @throws DomainError `UNAUTHENTICATED` for a credential that isn't right, one answer for all kinds; `ORIGIN_REFUSED`; `STALE`
 */
export async function authenticate(parts: AuthenticateParts, request: FastifyRequest): Promise<Principal | null> {
  const presented = presentedKey(request.headers);
  if (presented) return keyPrincipal(parts, presented);
  const { authorization } = request.headers;
  if (authorization === undefined) return sessionPrincipal(parts, request);
  const bearer = bearerToken(authorization);
  if (bearer === undefined) throw unauthenticated();
  return bearerPrincipal(parts, bearer);
}

/** The key and token in a request's headers, whatever they are, or `undefined` where it has none: in headers of their own, or as Basic. */
export function presentedKey(
  headers: IncomingHttpHeaders,
): { key: string | undefined; token: string | undefined } | undefined {
  const key = headerOf(headers, "x-api-key") ?? headerOf(headers, "x-vtex-api-appkey");
  const token = headerOf(headers, "x-api-token") ?? headerOf(headers, "x-vtex-api-apptoken");
  if (key !== undefined || token !== undefined) return { key, token };
  const basic = basicParts(headers.authorization ?? "");
  return basic && { key: basic.user, token: basic.password };
}

/** The service key whose token this is, or `undefined`. */
export function serviceKeyOf({ directory, hasher, moves }: Judge, token: string): ServiceKeyEntry | undefined {
  if (!isSecret(token, "lks_")) return undefined;
  const digests = hasher.digests(token);
  let found: ServiceKeyEntry | undefined;
  for (const digest of digests) found ??= directory.serviceKey(digest);
  if (found && digests.length > 1)
    moves?.note({ kind: "service-key", id: found.id }, digestText(found.digest), digests[0]);
  return found;
}

/** The headers of a request as the standard's object. */
export function webHeaders(request: FastifyRequest): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(", ") : value);
  }
  return headers;
}

/** @throws DomainError `UNAUTHENTICATED` for a key and token that aren't right; `STALE` */
export function keyPrincipal(
  { judge, freshness }: Pick<AuthenticateParts, "judge" | "freshness">,
  { key, token }: { key: string | undefined; token: string | undefined },
): Principal {
  requireFresh(freshness);
  const credential = credentialOf(key, token);
  const proven = credential && provenKey(judge, credential);
  if (!proven) throw unauthenticated();
  return { kind: "key", ...proven };
}

function bearerPrincipal({ judge, freshness, isOperatorToken }: AuthenticateParts, token: string): Principal {
  // Services ask far more often than operators do.
  const serviceKey = serviceKeyOf(judge, token);
  if (!serviceKey && isOperatorToken(token)) return { kind: "operator", person: null };
  requireFresh(freshness);
  if (!serviceKey) throw unauthenticated();
  return { kind: "service", serviceKey };
}

async function sessionPrincipal(
  { freshness, isOperator, signIn, sameOrigin }: AuthenticateParts,
  request: FastifyRequest,
): Promise<Principal | null> {
  if (request.headers.cookie === undefined) return null;
  const session = await signIn.session(webHeaders(request), { refresh: false });
  if (!session) return null;
  requireSameOrigin(sameOrigin, request, { mustSay: true });
  const person = { user: session.user, sessionId: session.id };
  // What operators may do hangs on nothing that this node remembers.
  if (await isOperator(person.user.id)) return { kind: "operator", person };
  requireFresh(freshness);
  return { kind: "user", ...person };
}

/** @throws DomainError `STALE` where this node knows too little to trust what it remembers (rule 12) */
export function requireFresh(freshness: Freshness): void {
  if (!freshness.isStale()) return;
  throw new DomainError("STALE", "This node has been out of touch for too long to answer.", { retryAfterSeconds: 1 });
}

/** A header of which the first counts where there are several. */
function headerOf(headers: IncomingHttpHeaders, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value[0] : value;
}
