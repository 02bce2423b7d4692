import type { FastifyRequest } from "fastify";
import type { Api, RouteParts } from "../../http/api.ts";
import { requireFresh } from "../../http/authenticate.ts";
import { issue, readToken } from "./access-token.ts";
import { callerOf, clientCredential, clientOf, SECRET_FIELDS } from "./client.ts";
import { type Form, takeForms } from "./form.ts";
import { askedBy, grant } from "./grant.ts";
import { INACTIVE, introspect } from "./introspect.ts";
import { ALGORITHM, KeyRing } from "./key-ring.ts";
import { invalidRequest, OAuthError, replyWithOAuthError } from "./oauth-error.ts";

const TOKEN = "/oauth2/token";
const JWKS = "/oauth2/jwks";
const INTROSPECT = "/oauth2/introspect";
const REVOKE = "/oauth2/revoke";
const CLIENT_METHODS = ["client_secret_basic", "client_secret_post"];
/** How long the metadata may be kept, in seconds. */
const METADATA_MAX_AGE_SECONDS = 3_600;
/** How long the keys may be kept, in seconds: far shorter than a new one is published before it signs. */
const JWKS_MAX_AGE_SECONDS = 300;

/** The routes find out by themselves who asks, and are described by the metadata: their bodies are forms. */
const OPTIONS = { config: { authenticate: false, secretFields: SECRET_FIELDS }, schema: { hide: true } } as const;

/**
 * OAuth 2.0 for clients that have a key: client credentials (RFC 6749, 4.4) for access tokens that are JWTs (RFC 9068), their keys,
 * introspection (RFC 7662), revocation (RFC 7009) and metadata (RFC 8414).
 */
export function oauthRoutes(api: Api, parts: RouteParts): void {
  void api.register((scope, _options, done) => {
    const ring = new KeyRing(parts.ports);
    takeForms(scope);
    scope.setErrorHandler(replyWithOAuthError);
    tokenRoute(scope, parts, ring);
    introspectionRoute(scope, parts, ring);
    revocationRoute(scope, parts, ring);
    publicRoutes(scope, parts, ring);
    done();
  });
}

function tokenRoute(api: Api, { freshness, judge, newId, publicUrl }: RouteParts, ring: KeyRing): void {
  api.post(TOKEN, OPTIONS, async (request) => {
    const form = formOf(request);
    const issuer = publicUrl();
    const asked = askedBy(form, issuer);
    const credential = clientCredential(request, form);
    requireFresh(freshness);
    const granted = grant(judge, credential, asked);
    const { expiresInSeconds, jwt } = await issue(judge, ring, { ...granted, issuer, newId });
    return { access_token: jwt, token_type: "Bearer", expires_in: expiresInSeconds, scope: granted.scope };
  });
}

function introspectionRoute(api: Api, { freshness, judge, ports, publicUrl }: RouteParts, ring: KeyRing): void {
  api.post(INTROSPECT, OPTIONS, async (request) => {
    const form = formOf(request);
    requireFresh(freshness);
    const caller = callerOf(judge, request, form);
    const claims = await readToken(judge, ring, { issuer: publicUrl(), jwt: tokenIn(form) });
    return claims ? introspect({ accessTokens: ports.accessTokens, judge }, caller, claims) : INACTIVE;
  });
}

function revocationRoute(api: Api, { freshness, judge, ports, publicUrl }: RouteParts, ring: KeyRing): void {
  api.post(REVOKE, OPTIONS, async (request) => {
    const form = formOf(request);
    requireFresh(freshness);
    const { key } = clientOf(judge, request, form);
    const claims = await readToken(judge, ring, { issuer: publicUrl(), jwt: tokenIn(form) });
    // What counts no more is revoked already (RFC 7009, 2.2).
    if (!claims) return {};
    if (claims.client_id !== key.key) {
      throw new OAuthError(400, "unauthorized_client", "The token was not issued to this client.");
    }
    await ports.accessTokens.revoke(claims.jti, claims.exp * 1_000, judge.nowMs());
    return {};
  });
}

function publicRoutes(api: Api, { publicUrl }: RouteParts, ring: KeyRing): void {
  api.get(JWKS, OPTIONS, async (_request, reply) => {
    const keys = await ring.published();
    void reply.header("cache-control", `public, max-age=${JWKS_MAX_AGE_SECONDS}`);
    return { keys };
  });
  api.get("/.well-known/oauth-authorization-server", OPTIONS, (_request, reply) => {
    const issuer = publicUrl();
    void reply.header("cache-control", `public, max-age=${METADATA_MAX_AGE_SECONDS}`);
    return {
      issuer,
      token_endpoint: issuer + TOKEN,
      token_endpoint_auth_methods_supported: CLIENT_METHODS,
      jwks_uri: issuer + JWKS,
      introspection_endpoint: issuer + INTROSPECT,
      introspection_endpoint_auth_methods_supported: CLIENT_METHODS,
      revocation_endpoint: issuer + REVOKE,
      revocation_endpoint_auth_methods_supported: CLIENT_METHODS,
      grant_types_supported: ["client_credentials"],
      // There is no authorization endpoint.
      response_types_supported: [],
      access_token_signing_alg_values_supported: [ALGORITHM],
    };
  });
}

function formOf({ body }: FastifyRequest): Form {
  if (body === undefined || body === null) throw invalidRequest("The parameters are missing.");
  return body as Form;
}

function tokenIn({ token }: Form): string {
  if (token === undefined) throw invalidRequest("token is missing.");
  return token;
}
