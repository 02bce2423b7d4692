/**
 * Every expected failure, by the stable code that callers may rely on. A refused verification is not among them: that is
 * data (see `verify/decision.ts`). Anything thrown that is no `DomainError` is a bug.
 */
export type ErrorCode =
  | "MALFORMED_REQUEST"
  | "UNAUTHENTICATED"
  | "SIGN_IN_FAILED"
  | "SIGN_IN_NEEDED"
  | "FORBIDDEN"
  | "ROLE_NOT_HELD"
  | "ACCOUNT_SUSPENDED"
  | "OWNER_SUSPENDED"
  | "KEY_INACTIVE"
  | "EXTERNAL_KEY_INACTIVE"
  | "EXTERNAL_KEY_EXPIRED"
  | "IP_DENIED"
  | "ORIGIN_REFUSED"
  | "NOT_FOUND"
  | "UNKNOWN_ACCOUNT"
  | "UNKNOWN_KEY"
  | "UNKNOWN_LINK"
  | "NO_RENEWAL"
  | "ACCOUNT_EXISTS"
  | "ALREADY_ADDED"
  | "KEY_TAKEN"
  | "CATALOG_IN_USE"
  | "IDEMPOTENCY_IN_FLIGHT"
  | "UNKNOWN_INVITATION"
  | "INVITATION_EXISTS"
  | "INVITATION_NOT_BACKED"
  | "UNKNOWN_RESET"
  | "RESET_NOT_BACKED"
  | "LAST_OWNER"
  | "LINK_UNOPENED"
  | "RENEWAL_PENDING"
  | "NO_PASSWORD"
  | "ROLE_EXISTS"
  | "ROLE_IN_USE"
  | "ROLE_PREDEFINED"
  | "TWO_FACTOR_OFF"
  | "TWO_FACTOR_ON"
  | "USER_ELSEWHERE"
  | "USER_EXISTS"
  | "WEBHOOK_INACTIVE"
  | "WEBHOOK_LIMIT"
  | "LINK_EXPIRED"
  | "LINK_NOT_BACKED"
  | "LINK_USED"
  | "LINK_VOID"
  | "INVITATION_EXPIRED"
  | "INVITATION_USED"
  | "INVITATION_VOID"
  | "RESET_EXPIRED"
  | "RESET_USED"
  | "PRECONDITION_FAILED"
  | "BODY_TOO_LARGE"
  | "UNSUPPORTED_MEDIA_TYPE"
  | "IDEMPOTENCY_MISMATCH"
  | "INVALID_INPUT"
  | "OWN_KEY"
  | "SECRET_IN_FIELD"
  | "UNKNOWN_ROLE"
  | "WRONG_CODE"
  | "WRONG_PASSWORD"
  | "TOO_MANY_ATTEMPTS"
  | "TOO_MANY_AT_ONCE"
  | "TOO_MANY_LOOKUPS"
  | "STALE"
  | "UNAVAILABLE";

/** One thing wrong with the input: where (a JSON pointer without the leading `#`, `?name` in the query, or the name of a header) and what. */
export interface InputError {
  readonly path: string;
  readonly message: string;
}

/** What a failure may carry beside its code. */
export interface ErrorExtras {
  /** The resource that the actor lacks. */
  readonly resource?: string;
  readonly errors?: readonly InputError[];
  /** The things that stand in the way, such as the resources in use that a catalog would drop. */
  readonly items?: readonly string[];
  readonly retryAfterSeconds?: number;
  /** When it happened, in milliseconds since 1970: with `LINK_USED`, when the link was opened. */
  readonly atMs?: number;
}

/** An expected failure. `detail` is for the caller to read: it never holds a secret or anything of another account. */
export class DomainError extends Error {
  readonly code: ErrorCode;
  readonly extras: ErrorExtras;

  constructor(code: ErrorCode, detail: string, extras: ErrorExtras = {}) {
    super(detail);
    this.name = "DomainError";
    this.code = code;
    this.extras = extras;
  }
}

/** The one answer for every credential that isn't there or isn't right, whatever is wrong with it (rule 13). */
export function unauthenticated(): DomainError {
  return new DomainError("UNAUTHENTICATED", "Credentials are missing, or are not right.");
}

/** The one answer for an account that doesn't exist and for one that isn't the caller's. */
export function unknownAccount(): DomainError {
  return new DomainError("UNKNOWN_ACCOUNT", "There is no such account, or it isn't yours.");
}
