import { z } from "zod";
import { claimsSchema } from "./access-token.ts";
import { OAUTH_ERRORS } from "./oauth-error.ts";

/** The one kind of body that requests have (RFC 6749, appendix B). */
export const FORM_TYPE = "application/x-www-form-urlencoded";

const clientFields = {
  client_id: z.string().optional().describe("The key string, where the client doesn't authenticate by Basic."),
  client_secret: z.string().optional().describe("Its token, beside `client_id`."),
};

/** What the token endpoint takes (RFC 6749, 4.4.2, and RFC 8707). What it doesn't know it ignores (RFC 6749, 3.2). */
export const tokenForm = z.object({
  grant_type: z.string().describe("`client_credentials`."),
  resource: z
    .string()
    .optional()
    .describe("The account, as `<public url>/accounts/<name>`. This or `audience` is needed."),
  audience: z.string().optional().describe("The same, as some clients call it."),
  scope: z
    .string()
    .optional()
    .describe("Resources of the catalog, divided by spaces. Without it: all that the key may do."),
  ...clientFields,
});

/** What introspection and revocation take (RFC 7662, 2.1, and RFC 7009, 2.1). */
export const accessTokenForm = z.object({
  token: z.string().describe("The access token."),
  token_type_hint: z.string().optional().describe("Ignored: there is one type."),
  ...clientFields,
});

/** What a client is given (RFC 6749, 5.1). */
export const tokenSchema = z.object({
  access_token: z.string().describe("A JWT (RFC 9068)."),
  token_type: z.literal("Bearer"),
  expires_in: z.int().describe("In seconds, 300 at most."),
  scope: z.string(),
});

/** What is said of a token (RFC 7662, 2.2). */
export const introspectionSchema = z.union([
  claimsSchema.extend({ active: z.literal(true), token_type: z.literal("Bearer") }),
  z.object({ active: z.literal(false) }),
]);

/** The keys by which tokens are verified (RFC 7517). */
export const jwksSchema = z.object({
  keys: z.array(z.looseObject({ kty: z.string(), kid: z.string(), alg: z.string(), use: z.literal("sig") })),
});

/** Where everything is (RFC 8414). */
export const metadataSchema = z.object({
  issuer: z.url(),
  token_endpoint: z.url(),
  token_endpoint_auth_methods_supported: z.array(z.string()),
  jwks_uri: z.url(),
  introspection_endpoint: z.url(),
  introspection_endpoint_auth_methods_supported: z.array(z.string()),
  revocation_endpoint: z.url(),
  revocation_endpoint_auth_methods_supported: z.array(z.string()),
  grant_types_supported: z.array(z.string()),
  response_types_supported: z.array(z.string()),
  access_token_signing_alg_values_supported: z.array(z.string()),
});

/** What went wrong (RFC 6749, 5.2). */
const errorSchema = z.object({ error: z.enum(OAUTH_ERRORS), error_description: z.string() }).meta({ id: "OAuthError" });

const error = { description: "What went wrong", content: { "application/json": { schema: errorSchema } } };

/** How every operation answers what it refuses. */
export const OAUTH_REFUSALS = { "4xx": error, "5xx": error } as const;
