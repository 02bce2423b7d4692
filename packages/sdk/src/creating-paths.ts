/** Paths to which a POST creates something, and takes an `Idempotency-Key`. Generated from openapi.json by `npm run openapi`. */
export const CREATING_PATHS: ReadonlySet<string> = new Set([
  "/v1/accounts/{account}/external-keys",
  "/v1/accounts/{account}/api-keys",
  "/v1/accounts/{account}/api-keys/{key}/renewal",
  "/v1/accounts",
  "/v1/accounts/{account}/roles",
  "/v1/accounts/{account}/users",
  "/v1/accounts/{account}/users/{userId}/password-reset",
  "/v1/accounts/{account}/invitations",
  "/v1/accounts/{account}/invitations/{id}/renewal",
  "/v1/operators",
  "/v1/operators/{userId}/password-reset",
  "/v1/service-keys",
]);
