import type { IncomingHttpHeaders } from "node:http";
import type { FastifyError, FastifyReply, FastifyRequest } from "fastify";
import { hasZodFastifySchemaValidationErrors } from "fastify-type-provider-zod";
import { z } from "zod";
import { REFUSAL_CODES, type RefusalCode } from "../verify/decision.ts";
import { DomainError, type ErrorCode, type ErrorExtras, type InputError } from "../domain/errors.ts";
import { timeSchema, toTime } from "./wire.ts";

/** The media type of problems (RFC 9457). */
export const PROBLEM_TYPE = "application/problem+json; charset=utf-8";

/** What a code is as HTTP: its status, and a title that says it in a few words. A code that isn't here doesn't compile. */
export const PROBLEMS = {
  MALFORMED_REQUEST: [400, "The request can't be read"],
  UNAUTHENTICATED: [401, "Credentials are needed"],
  SIGN_IN_FAILED: [401, "Signing in failed"],
  SIGN_IN_NEEDED: [401, "Signing in is needed"],
  FORBIDDEN: [403, "A permission is missing"],
  ROLE_NOT_HELD: [403, "This would give more than you have"],
  ACCOUNT_SUSPENDED: [403, "The account is suspended"],
  OWNER_SUSPENDED: [403, "The key's owner is suspended"],
  KEY_INACTIVE: [403, "The key is inactive"],
  EXTERNAL_KEY_INACTIVE: [403, "The account has suspended the key"],
  EXTERNAL_KEY_EXPIRED: [403, "The key's time in the account has ended"],
  IP_DENIED: [403, "The key may not be used from this address"],
  ORIGIN_REFUSED: [403, "Another site sent this"],
  NOT_FOUND: [404, "Not found"],
  UNKNOWN_ACCOUNT: [404, "No such account"],
  UNKNOWN_KEY: [404, "No such key"],
  UNKNOWN_LINK: [404, "No such link"],
  NO_RENEWAL: [404, "No renewal is open"],
  ACCOUNT_EXISTS: [409, "The account exists"],
  ALREADY_ADDED: [409, "The key has been added already"],
  KEY_TAKEN: [409, "The key string is taken"],
  CATALOG_IN_USE: [409, "The catalog is in use"],
  IDEMPOTENCY_IN_FLIGHT: [409, "The first is still under way"],
  UNKNOWN_INVITATION: [404, "No such invitation"],
  INVITATION_EXISTS: [409, "The person has been invited already"],
  INVITATION_NOT_BACKED: [409, "Nobody stands behind the invitation any more"],
  UNKNOWN_RESET: [404, "No such link to a new password"],
  RESET_NOT_BACKED: [409, "Nobody stands behind the link any more"],
  LAST_OWNER: [409, "The last owner"],
  LINK_UNOPENED: [409, "The link hasn't been opened yet"],
  RENEWAL_PENDING: [409, "A renewal is open already"],
  NO_PASSWORD: [409, "There is no password"],
  ROLE_EXISTS: [409, "The role exists"],
  ROLE_IN_USE: [409, "The role is in use"],
  ROLE_PREDEFINED: [409, "The role is predefined"],
  TWO_FACTOR_OFF: [409, "Two-factor is off"],
  TWO_FACTOR_ON: [409, "Two-factor is on"],
  USER_ELSEWHERE: [409, "The user belongs to another account"],
  USER_EXISTS: [409, "The user exists"],
  WEBHOOK_INACTIVE: [409, "The webhook is inactive"],
  WEBHOOK_LIMIT: [409, "The account has enough webhooks"],
  LINK_EXPIRED: [410, "The link has expired"],
  LINK_NOT_BACKED: [409, "Nobody stands behind the one-time link any more"],
  LINK_USED: [410, "The link has been opened already"],
  LINK_VOID: [410, "The link is void"],
  INVITATION_EXPIRED: [410, "The invitation has expired"],
  INVITATION_USED: [410, "The invitation has been accepted already"],
  INVITATION_VOID: [410, "The invitation counts no more"],
  RESET_EXPIRED: [410, "The link to a new password has expired"],
  RESET_USED: [410, "The link to a new password has been used already"],
  PRECONDITION_FAILED: [412, "Changed meanwhile"],
  BODY_TOO_LARGE: [413, "The body is too large"],
  UNSUPPORTED_MEDIA_TYPE: [415, "The body must be JSON"],
  IDEMPOTENCY_MISMATCH: [422, "The key came with another request"],
  INVALID_INPUT: [422, "The input is not valid"],
  OWN_KEY: [422, "The account's own key"],
  SECRET_IN_FIELD: [422, "A secret where none belongs"],
  UNKNOWN_ROLE: [422, "No such role"],
  WRONG_CODE: [422, "The code is wrong"],
  WRONG_PASSWORD: [422, "The password is wrong"],
  TOO_MANY_AT_ONCE: [429, "Too much at once"],
  TOO_MANY_ATTEMPTS: [429, "Too many attempts"],
  TOO_MANY_LOOKUPS: [429, "Too many look-ups"],
  STALE: [503, "Out of date"],
  UNAVAILABLE: [503, "Not available at the moment"],
} as const satisfies Record<ErrorCode, readonly [status: number, title: string]>;

/** The body of every reply that isn't a success (RFC 9457). */
export const problemSchema = z
  .object({
    type: z.string().describe("Names the kind of problem; `about:blank` where the code says it all."),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.enum(["INTERNAL", ...new Set([...(Object.keys(PROBLEMS) as ErrorCode[]), ...REFUSAL_CODES])]),
    requestId: z.string().describe("Name this when asking for help."),
    resource: z.string().optional().describe("The permission that is missing."),
    errors: z
      .array(z.object({ path: z.string(), message: z.string() }))
      .optional()
      .describe(
        "What is wrong with the input, and where (a JSON pointer, `?name` in the query, or the name of a header).",
      ),
    items: z.array(z.string()).optional().describe("What stands in the way."),
    at: timeSchema.optional().describe("When it happened: with LINK_USED, when the link was opened."),
  })
  .meta({ id: "Problem" });

type Problem = Omit<z.input<typeof problemSchema>, "errors" | "items"> &
  Omit<ErrorExtras, "retryAfterSeconds" | "atMs">;

/** What answers an error. */
export type ReplyWithError = (error: unknown, request: FastifyRequest, reply: FastifyReply) => FastifyReply;

/** Answers an error as a problem. Only an unexpected one is logged with its cause, and its cause is told to nobody. */
export function replyWithProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const expected = toDomainError(error);
  if (!expected) {
    request.log.error({ err: error }, "unexpected error");
    return send(reply, {
      type: "about:blank",
      status: 500,
      title: "Something went wrong",
      detail: "This is our fault, not yours. Name the request id when you ask for help.",
      code: "INTERNAL",
      requestId: request.id,
    });
  }
  const { retryAfterSeconds, atMs, ...extras } = expected.extras;
  const body = problemBody(expected.code, expected.message, request.id);
  const { status } = body;
  if (retryAfterSeconds !== undefined) void reply.header("retry-after", String(retryAfterSeconds));
  if (status === 401)
    void reply.header("www-authenticate", challengesOf(request.headers, request.routeOptions.url ?? ""));
  return send(reply, { ...body, ...extras, ...(atMs === undefined ? {} : { at: toTime(atMs) }) });
}

/** A browser that is offered Basic asks for a password in a window of its own, over the console: it is offered Bearer alone. */
export function challengesOf(headers: IncomingHttpHeaders, route: string): string {
  const isBrowser = headers["sec-fetch-site"] !== undefined;
  const isSession = /^\/v1\/(?:session|invitations|password-resets)\b/.test(route);
  return isBrowser || isSession ? 'Bearer realm="latchkey"' : 'Basic realm="latchkey", Bearer realm="latchkey"';
}

/** A refused verification as HTTP. */
export interface Refusal {
  readonly status: number;
  readonly title: string;
  readonly code: RefusalCode;
}

/** Answers a refused verification as a problem, for a gateway to hand on. */
export function replyWithRefusal(request: FastifyRequest, reply: FastifyReply, refusal: Refusal): FastifyReply {
  if (refusal.status === 401)
    void reply.header("www-authenticate", challengesOf(request.headers, request.routeOptions.url ?? ""));
  return send(reply, refusalProblem(refusal, request.id));
}

/** The problem that a refused verification is. */
export function refusalProblem(refusal: Refusal, requestId: string): Problem {
  return { type: "about:blank", detail: refusal.title, ...refusal, requestId };
}

/** The problem of a code, without what one error of it may add. */
export function problemBody(code: ErrorCode, detail: string, requestId: string): Problem {
  const [status, title] = PROBLEMS[code];
  return { type: "about:blank", title, status, detail, code, requestId };
}

function send(reply: FastifyReply, problem: Problem): FastifyReply {
  return reply.code(problem.status).header("content-type", PROBLEM_TYPE).serializer(JSON.stringify).send(problem);
}

/** What Fastify itself refuses, by its codes; `undefined` for what nobody expected. */
export function toDomainError(error: unknown): DomainError | undefined {
  if (error instanceof DomainError) return error;
  if (hasZodFastifySchemaValidationErrors(error)) return invalidInput(error);
  const { code, statusCode } = error as Partial<FastifyError>;
  switch (code) {
    case "FST_ERR_CTP_BODY_TOO_LARGE":
      return new DomainError("BODY_TOO_LARGE", "The body is larger than this route takes.");
    case "FST_ERR_CTP_INVALID_MEDIA_TYPE":
      return new DomainError("UNSUPPORTED_MEDIA_TYPE", "Send the body as application/json.");
    case "FST_ERR_MAX_PARAM_LENGTH":
      return new DomainError("NOT_FOUND", "There is nothing at this address.");
    default:
      // Its message may quote the body.
      return statusCode !== undefined && statusCode >= 400 && statusCode < 500
        ? new DomainError("MALFORMED_REQUEST", "The request is not well-formed JSON over HTTP.")
        : undefined;
  }
}

/** How the path of a fault begins, by where it is; in the body it is a JSON pointer. */
const PATH_PREFIXES: Readonly<Record<string, string>> = { querystring: "?", headers: "" };

function invalidInput(
  error: Omit<FastifyError, "validation"> & { validation: { instancePath: string; message?: string }[] },
) {
  const prefix = PATH_PREFIXES[error.validationContext ?? ""] ?? "/";
  const errors = error.validation.map(({ instancePath, message }): InputError => {
    const pointer = instancePath.replace(/^\//, "");
    return { path: pointer === "" ? "" : prefix + pointer, message: message ?? "is not valid" };
  });
  if (error.validationContext === "params") return new DomainError("NOT_FOUND", "There is no such thing.");
  return new DomainError("INVALID_INPUT", "Some of the input is not valid.", { errors });
}
