/** Paths to which a POST sends a form, and not JSON. Generated from openapi.json by `npm run openapi`. */
export const FORM_PATHS: ReadonlySet<string> = new Set(["/oauth2/token", "/oauth2/introspect", "/oauth2/revoke"]);
