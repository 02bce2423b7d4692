import type { CodeGuide, DoorErrorGuide } from "../../http/reference/error-guide.ts";
import type { OAuthErrorName } from "./oauth-error.ts";

/** What to do about each of OAuth's errors. One that isn't explained doesn't compile. */
export const OAUTH_ERROR_GUIDE = {
  id: "oauth",
  title: "OAuth 2.0",
  about:
    "Answers of `/oauth2` have `error`, by RFC 6749 (5.2), and `error_description`, which may change. A key that may not is 403 here, where the RFC leaves it at 400.",
  codes: {
    invalid_request: {
      as: "400, 413",
      says: "The request is no form, lacks a parameter, names one twice, authenticates in two ways or has a token where none belongs; 413: it is larger than 32 KiB.",
    },
    invalid_client: {
      as: "401",
      says: "No credential came along, or none that counts. An unknown key and a wrong token look the same.",
    },
    invalid_scope: {
      as: "400, 403",
      says: "400: the scope is malformed, or all that the key may do is too long for a token: ask for less. 403: no role of the key opens one of the resources, or the catalog doesn't have it.",
    },
    invalid_target: {
      as: "400, 403",
      says: "400: `resource` or `audience` names no account, or several. 403: there is no such account.",
    },
    unauthorized_client: {
      as: "400, 403",
      says: "403: the credential is right, but doesn't open the account: not admitted, inactive, suspended or expired. 400: only the key that got a token can revoke it.",
    },
    unsupported_grant_type: { as: "400", says: "`grant_type` has to be `client_credentials`." },
    temporarily_unavailable: {
      as: "429, 503",
      says: "429: the key's limit is used up. 503: this node can't trust what it knows, or has no database. Wait for as many seconds as `Retry-After` says.",
    },
    server_error: { as: "500", says: "A fault of the service. Its log has the cause." },
  } satisfies Record<OAuthErrorName, CodeGuide>,
} as const satisfies DoorErrorGuide;
