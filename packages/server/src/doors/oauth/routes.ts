import { z } from "zod";
import type { Api, RouteParts } from "../../http/api.ts";
import { requireFresh } from "../../http/authenticate.ts";
import { issue, readToken } from "./access-token.ts";
import { callerOf, clientCredential, clientOf, SECRET_FIELDS } from "./client.ts";
import { takeForms } from "./form.ts";
import { askedBy, grant } from "./grant.ts";
import { introspect } from "./introspect.ts";
import { ALGORITHM, KeyRing } from "./key-ring.ts";
import { OAuthError, replyWithOAuthError } from "./oauth-error.ts";
import {
  accessTokenForm,
  FORM_TYPE,
  introspectionSchema,
  jwksSchema,
  metadataSchema,
  OAUTH_REFUSALS,
  tokenForm,
  tokenSchema,
} from "./schema.ts";

const TOKEN = "/oauth2/token";
const JWKS = "/oauth2/jwks";
const INTROSPECT = "/oauth2/introspect";
const REVOKE = "/oauth2/revoke";
const CLIENT_METHODS = ["client_secret_basic", "client_secret_post"];
/** Services ask with a service key, which is named as a type of access token is (RFC 8414, 2). */
const ASKER_METHODS = [...CLIENT_METHODS, "Bearer"];
/** How long the metadata may be kept, in seconds. */
const METADATA_MAX_AGE_SECONDS = 3_600;
/** How long the keys may be kept, in seconds: far shorter than a new one is published before it signs. */
const JWKS_MAX_AGE_SECONDS = 300;

/** The routes find out by themselves who asks: their clients authenticate as OAuth has it, by Basic or in the body. */
const CONFIG = { authenticate: false, secretFields: SECRET_FIELDS } as const;
const TAGS = ["OAuth 2.0"];
const CONSUMES = [FORM_TYPE];
const BY_CLIENT = [{ basic: [] }, {}];

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

function tokenRoute(api: Api, { freshness, judge, metrics, newId, publicUrl }: RouteParts, ring: KeyRing): void {
  api.post(
    TOKEN,
    {
      config: CONFIG,
      // Beside Cache-Control, which all of the API's answers have (RFC 6749, 5.1).
      onRequest: (_request, reply, done) => {
        void reply.header("pragma", "no-cache");
        done();
      },
      schema: {
        operationId: "issueAccessToken",
        summary: "Token endpoint (RFC 6749): an access token for an account, by client credentials",
        tags: TAGS,
        security: BY_CLIENT,
        consumes: CONSUMES,
        body: tokenForm,
        response: { 200: tokenSchema, ...OAUTH_REFUSALS },
      },
    },
    async (request) => {
      const issuer = publicUrl();
      const asked = askedBy(request.body, issuer, request.ip);
      const credential = clientCredential(request, request.body);
      requireFresh(freshness);
      const granted = grant({ judge, metrics }, credential, asked);
      const { expiresInSeconds, jwt } = await issue(judge, ring, { ...granted, issuer, newId });
      return {
        access_token: jwt,
        token_type: "Bearer" as const,
        expires_in: expiresInSeconds,
        scope: granted.scope,
      };
    },
  );
}

function introspectionRoute(
  api: Api,
  { freshness, judge, metrics, ports, publicUrl }: RouteParts,
  ring: KeyRing,
): void {
  api.post(
    INTROSPECT,
    {
      config: CONFIG,
      schema: {
        operationId: "introspectAccessToken",
        summary:
          "Introspection (RFC 7662): does this access token count now? For services, and for the key that got it",
        tags: TAGS,
        security: [{ bearer: [] }, ...BY_CLIENT],
        consumes: CONSUMES,
        body: accessTokenForm,
        response: { 200: introspectionSchema, ...OAUTH_REFUSALS },
      },
    },
    async (request) => {
      requireFresh(freshness);
      const caller = callerOf(judge, request, request.body);
      const claims = await readToken(judge, ring, { issuer: publicUrl(), jwt: request.body.token });
      return introspect({ accessTokens: ports.accessTokens, judge, metrics }, caller, claims);
    },
  );
}

function revocationRoute(api: Api, { freshness, judge, ports, publicUrl }: RouteParts, ring: KeyRing): void {
  api.post(
    REVOKE,
    {
      config: CONFIG,
      schema: {
        operationId: "revokeAccessToken",
        summary: "Revocation (RFC 7009): ends one access token in introspection, by the key that got it",
        tags: TAGS,
        security: BY_CLIENT,
        consumes: CONSUMES,
        body: accessTokenForm,
        response: { 200: z.object({}), ...OAUTH_REFUSALS },
      },
    },
    async (request) => {
      requireFresh(freshness);
      const { key } = clientOf(judge, request, request.body);
      const claims = await readToken(judge, ring, { issuer: publicUrl(), jwt: request.body.token });
      // What counts no more is revoked already (RFC 7009, 2.2).
      if (!claims) return {};
      if (claims.client_id !== key.key) {
        throw new OAuthError(400, "unauthorized_client", "The token was not issued to this client.");
      }
      await ports.accessTokens.revoke(claims.jti, claims.exp * 1_000, judge.nowMs());
      return {};
    },
  );
}

function publicRoutes(api: Api, { publicUrl }: RouteParts, ring: KeyRing): void {
  const jwks = {
    operationId: "getJwks",
    summary: "The keys by which access tokens are verified (RFC 7517)",
    tags: TAGS,
    response: { 200: jwksSchema, ...OAUTH_REFUSALS },
  };
  api.get(JWKS, { config: CONFIG, schema: jwks }, async (_request, reply) => {
    const keys = await ring.published();
    void reply.header("cache-control", `public, max-age=${JWKS_MAX_AGE_SECONDS}`);
    return { keys };
  });
  const metadata = {
    operationId: "getOauthMetadata",
    summary: "Where OAuth's endpoints are (RFC 8414)",
    tags: TAGS,
    response: { 200: metadataSchema, ...OAUTH_REFUSALS },
  };
  api.get("/.well-known/oauth-authorization-server", { config: CONFIG, schema: metadata }, (_request, reply) => {
    const issuer = publicUrl();
    void reply.header("cache-control", `public, max-age=${METADATA_MAX_AGE_SECONDS}`);
    return {
      issuer,
      token_endpoint: issuer + TOKEN,
      token_endpoint_auth_methods_supported: CLIENT_METHODS,
      jwks_uri: issuer + JWKS,
      introspection_endpoint: issuer + INTROSPECT,
      introspection_endpoint_auth_methods_supported: ASKER_METHODS,
      revocation_endpoint: issuer + REVOKE,
      revocation_endpoint_auth_methods_supported: CLIENT_METHODS,
      grant_types_supported: ["client_credentials"],
      // There is no authorization endpoint.
      response_types_supported: [],
      access_token_signing_alg_values_supported: [ALGORITHM],
    };
  });
}
