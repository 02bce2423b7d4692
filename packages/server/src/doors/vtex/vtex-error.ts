import type { FastifyReply, FastifyRequest } from "fastify";
import type { DomainError } from "../../domain/errors.ts";
import { challengesOf, PROBLEMS, toDomainError } from "../../http/problem.ts";

/** VTEX's number for a key that isn't the account's: the only one that its documents give. */
const VLM_UNKNOWN_KEY = 17;

interface VtexError {
  readonly status: number;
  readonly message: string;
  readonly isUnknownKey: boolean;
}

/** Whether a request is for an address of VTEX's APIs, whatever is there. */
export function isVtexAddress(url: string): boolean {
  return /^\/api\/(?:vlm|license-manager|vtexid)\//.test(url);
}

/**
 * Answers an error in the form of the API that was called. Only an unexpected one is logged with its cause, and its cause is told to nobody.
 * What VTEX's documents leave open, docs/vtex.md says.
 */
export function replyWithVtexError(thrown: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const route = request.routeOptions.url ?? request.url;
  const expected = toDomainError(thrown);
  if (!expected) request.log.error({ err: thrown }, "unexpected error");
  const { isUnknownKey, message, status } = expected ? errorOf(expected, route) : UNEXPECTED;
  const retryAfterSeconds = expected?.extras.retryAfterSeconds;
  if (retryAfterSeconds !== undefined) void reply.header("retry-after", String(retryAfterSeconds));
  if (status === 401) void reply.header("www-authenticate", challengesOf(request.headers, route));
  const body = route.startsWith("/api/vlm/")
    ? {
        Details: null,
        HttpStatusCode: status,
        VLMErrorCode: isUnknownKey ? VLM_UNKNOWN_KEY : null,
        Message: message,
      }
    : { Message: message };
  return reply
    .code(status)
    .header("content-type", "application/json; charset=utf-8")
    .serializer(JSON.stringify)
    .send(body);
}

const UNEXPECTED: VtexError = { status: 500, message: "Unexpected error", isUnknownKey: false };

function errorOf({ code, extras, message }: DomainError, route: string): VtexError {
  const [status] = PROBLEMS[code];
  switch (code) {
    case "UNKNOWN_KEY":
      return { status: 400, message: unknownKeyMessage(route), isUnknownKey: true };
    case "RENEWAL_PENDING":
      return { status, message: "Already has a renewed token pending.", isUnknownKey: false };
    case "NO_RENEWAL":
      return { status, message: "No renewed API token was found.", isUnknownKey: false };
    case "UNKNOWN_ROLE":
      return {
        status: 400,
        message: "Roles list contains roles that do not exist in this account",
        isUnknownKey: false,
      };
    default: {
      const faults = (extras.errors ?? []).map((fault) => `${fault.path}: ${fault.message}`);
      // It has no 422.
      return {
        status: status === 422 ? 400 : status,
        message: [message, ...faults].join(" "),
        isUnknownKey: false,
      };
    }
  }
}

function unknownKeyMessage(route: string): string {
  if (route.startsWith("/api/vlm/")) return "Token not exists for this account";
  return route.startsWith("/api/vtexid/") ? "Invalid API key or API key not owned by tenant." : "Invalid UserId";
}
