import type { FastifyRequest } from "fastify";
import { DomainError, unauthenticated } from "../../domain/errors.ts";
import type { Api, RouteParts } from "../../http/api.ts";
import { keyPrincipal, presentedKey, requireFresh } from "../../http/authenticate.ts";
import type { Principal } from "../../http/open-account.ts";
import type { ReplyWithError } from "../../http/problem.ts";
import { KeyRing } from "../oauth/key-ring.ts";
import { accountOf } from "./account-of.ts";
import { appKeyRoutes } from "./app-keys.ts";
import { roleListRoute, roleRoutes } from "./roles.ts";
import { keyOfSession, type SessionParts } from "./session-token.ts";
import { isVtexAddress, replyWithVtexError } from "./vtex-error.ts";
import { loginRoutes, renewalRoutes } from "./vtex-id.ts";

/** The header in which a login is sent. As a cookie it isn't read: browsers add those by themselves. */
const SESSION_HEADER = "vtexidclientautcookie";

/**
 * VTEX's public endpoints on keys, their roles and their renewal, as its documents describe them, over the same use cases as our own API: for
 * scripts that were written for VTEX. Off unless the installation turns it on.
 */
export function vtexRoutes(api: Api, parts: RouteParts): void {
  if (!parts.isVtexOpen) return;
  const { freshness, judge, newId, ports, publicUrl } = parts;
  const session: SessionParts = { judge, newId, ports, publicUrl, ring: new KeyRing(ports) };
  void api.register((door, _options, done) => {
    door.setErrorHandler(replyWithVtexError);
    door.addHook("onRoute", (route) => {
      // They find out by themselves who asks, and VTEX's documents describe them.
      route.config = { ...route.config, authenticate: false };
      route.schema = { ...route.schema, hide: true };
    });
    takeEmptyBodies(door);
    loginRoutes(door, parts, session);
    void door.register((scope, _scopeOptions, scopeDone) => {
      const identify = async (request: FastifyRequest) => {
        request.principal = await principalOf({ freshness, judge }, session, request);
      };
      // As everywhere: before a body is read, and again once it has come.
      scope.addHook("onRequest", identify);
      scope.addHook("preValidation", async (request) => {
        if (request.body !== undefined) await identify(request);
      });
      const accessOf = (request: FastifyRequest) => parts.accessOf(request, accountOf(request));
      appKeyRoutes(scope, parts, accessOf);
      roleRoutes(scope, parts, accessOf);
      roleListRoute(scope, parts, accessOf);
      renewalRoutes(scope, parts, accessOf);
      scopeDone();
    });
    done();
  });
}

/** Answers errors as VTEX's APIs do at their addresses, also at those that no route here has; elsewhere as `otherwise` does. */
export function withVtexErrors(otherwise: ReplyWithError): ReplyWithError {
  return (error, request, reply) =>
    (isVtexAddress(request.url) ? replyWithVtexError : otherwise)(error, request, reply);
}

/** @throws DomainError `UNAUTHENTICATED`, `STALE` */
async function principalOf(
  parts: Pick<RouteParts, "freshness" | "judge">,
  session: SessionParts,
  request: FastifyRequest,
): Promise<Principal> {
  const presented = presentedKey(request.headers);
  if (presented) return keyPrincipal(parts, presented);
  const jwt = request.headers[SESSION_HEADER];
  if (typeof jwt !== "string") throw unauthenticated();
  requireFresh(parts.freshness);
  const proven = await keyOfSession(session, jwt, accountOf(request));
  if (!proven) throw unauthenticated();
  return { kind: "key", ...proven };
}

/** Scripts say that they send JSON, or a form, where they send nothing, as VTEX's own examples and curl do. */
function takeEmptyBodies(scope: Api): void {
  const parseJson = scope.getDefaultJsonParser("error", "error");
  scope.removeContentTypeParser("application/json");
  scope.addContentTypeParser("application/json", { parseAs: "string" }, (request, body, done) => {
    if (body === "") done(null, undefined);
    else void parseJson(request, String(body), done);
  });
  scope.addContentTypeParser("*", { parseAs: "string" }, (_request, body, done) => {
    if (body === "") done(null, undefined);
    else done(new DomainError("UNSUPPORTED_MEDIA_TYPE", "Send the body as application/json."));
  });
}
