import type { FastifyReply, FastifyRequest } from "fastify";
import type { DomainError } from "../../domain/errors.ts";
import { toDomainError } from "../../http/problem.ts";

/** What went wrong, in the words of RFC 6749 (5.2), RFC 8707 (2) and RFC 7009 (2.2.1). */
export const OAUTH_ERRORS = [
  "invalid_request",
  "invalid_client",
  "invalid_scope",
  "invalid_target",
  "unauthorized_client",
  "unsupported_grant_type",
  "temporarily_unavailable",
  "server_error",
] as const;

export type OAuthErrorName = (typeof OAUTH_ERRORS)[number];

/** What an error may carry beside its name. */
interface OAuthErrorExtras {
  readonly retryAfterSeconds?: number | undefined;
  /** With 401: what `WWW-Authenticate` says. */
  readonly challenge?: string;
}

/** Something that is answered as RFC 6749 has it. Its description never holds what the caller sent. */
export class OAuthError extends Error {
  override readonly name = "OAuthError";
  readonly status: number;
  readonly error: OAuthErrorName;
  readonly extras: OAuthErrorExtras;

  constructor(status: number, error: OAuthErrorName, description: string, extras: OAuthErrorExtras = {}) {
    super(description);
    this.status = status;
    this.error = error;
    this.extras = extras;
  }
}

/** A request that isn't one. */
export function invalidRequest(description: string): OAuthError {
  return new OAuthError(400, "invalid_request", description);
}

/** No account is named, or none that there can be (RFC 8707, 2). */
export function invalidTarget(description: string): OAuthError {
  return new OAuthError(400, "invalid_target", description);
}

/**
 * One answer for every client that isn't who it says, or says nothing (rule 13).
 *
 * @param challenge names the scheme that the client used (RFC 6749, 5.2)
 */
export function invalidClient(challenge = 'Basic realm="latchkey"'): OAuthError {
  return new OAuthError(401, "invalid_client", "The client's credentials are missing, or are not right.", {
    challenge,
  });
}

/** Answers an error as RFC 6749 has it. Only an unexpected one is logged with its cause, and its cause is told to nobody. */
export function replyWithOAuthError(thrown: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { error, extras, message, status } = toOAuthError(thrown, request);
  const { challenge, retryAfterSeconds } = extras;
  if (retryAfterSeconds !== undefined) void reply.header("retry-after", String(retryAfterSeconds));
  if (challenge !== undefined) void reply.header("www-authenticate", challenge);
  return reply
    .code(status)
    .header("content-type", "application/json; charset=utf-8")
    .serializer(JSON.stringify)
    .send({ error, error_description: message });
}

function toOAuthError(thrown: unknown, request: FastifyRequest): OAuthError {
  if (thrown instanceof OAuthError) return thrown;
  const expected = toDomainError(thrown);
  if (!expected) {
    request.log.error({ err: thrown }, "unexpected error");
    return new OAuthError(500, "server_error", "This is our fault, not yours.");
  }
  return fromDomain(expected);
}

function fromDomain({ code, extras, message }: DomainError): OAuthError {
  const { retryAfterSeconds } = extras;
  switch (code) {
    case "STALE":
    case "UNAVAILABLE":
      return new OAuthError(503, "temporarily_unavailable", message, { retryAfterSeconds });
    case "UNSUPPORTED_MEDIA_TYPE":
      return invalidRequest("Send the parameters as application/x-www-form-urlencoded.");
    case "BODY_TOO_LARGE":
      return new OAuthError(413, "invalid_request", message);
    default:
      return invalidRequest(code === "MALFORMED_REQUEST" ? "The request is not well-formed." : message);
  }
}
