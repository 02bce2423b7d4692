/** One thing that is wrong with a request's input. */
export interface InputError {
  /** Where it stands: a JSON pointer into the body such as `/roles/2`, `?name` in the query, or a header's name. */
  readonly path: string;
  readonly message: string;
}

interface LatchkeyErrorInit {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly requestId?: string | undefined;
  readonly errors?: readonly InputError[] | undefined;
  readonly resource?: string | undefined;
  readonly retryAfterSeconds?: number | undefined;
  readonly at?: string | undefined;
  readonly cause?: unknown;
}

/** A request that the service refused, or that got no answer one can use. */
export class LatchkeyError extends Error {
  override readonly name = "LatchkeyError";
  /** HTTP status of the answer; 0 where there was none. */
  readonly status: number;
  /**
   * The stable code of the problem, such as `UNKNOWN_KEY`. `UNREACHABLE` where no answer came, `TIMED_OUT` where none came in time,
   * an OAuth error's name, such as `invalid_client`, from OAuth's endpoints;
   * `UNEXPECTED_REPLY` where the answer was not of the service's own form (from a proxy, say).
   */
  readonly code: string;
  /** What went wrong, in English, for people. */
  readonly detail: string;
  /** Names the request in the service's log. */
  readonly requestId: string | undefined;
  /** What is wrong with the input, where that is the problem. */
  readonly errors: readonly InputError[];
  /** The resource that the caller lacks, such as `account.edit-api-keys`, where that is the problem. */
  readonly resource: string | undefined;
  /** How many seconds to wait before asking again, where the service said so. */
  readonly retryAfterSeconds: number | undefined;
  /** When what stands in the way happened (RFC 3339), where the service said so: with `LINK_USED`, when it was opened. */
  readonly at: string | undefined;

  constructor(init: LatchkeyErrorInit) {
    super(`${init.code}: ${init.detail}`, { cause: init.cause });
    this.status = init.status;
    this.code = init.code;
    this.detail = init.detail;
    this.requestId = init.requestId;
    this.errors = init.errors ?? [];
    this.resource = init.resource;
    this.retryAfterSeconds = init.retryAfterSeconds;
    this.at = init.at;
  }

  /** The service could not be reached. */
  static unreachable(cause: unknown): LatchkeyError {
    return new LatchkeyError({ status: 0, code: "UNREACHABLE", detail: "The service could not be reached.", cause });
  }

  /** No answer came in time. */
  static timedOut(timeoutMs: number, cause: unknown): LatchkeyError {
    const detail = `The service did not answer within ${timeoutMs} ms.`;
    return new LatchkeyError({ status: 0, code: "TIMED_OUT", detail, cause });
  }

  /** Something answered, but not in the service's form. */
  static unexpected(response: Response, cause?: unknown): LatchkeyError {
    return new LatchkeyError({
      status: response.status,
      code: "UNEXPECTED_REPLY",
      detail: `The answer (HTTP ${response.status}) is not one of the service's own.`,
      requestId: response.headers.get("X-Request-Id") ?? undefined,
      retryAfterSeconds: retryAfterSeconds(response),
      cause,
    });
  }
}

/** Reads an RFC 9457 problem from a refused request's answer, or an error of OAuth's (RFC 6749, 5.2). */
export async function readProblem(response: Response): Promise<LatchkeyError> {
  const problem: unknown = await response.json().catch(() => undefined);
  // Whatever stands before the service may call something `error` too, but hardly by such a name.
  if (isRecord(problem) && typeof problem["error"] === "string" && /^[a-z]+(_[a-z]+)+$/.test(problem["error"])) {
    return new LatchkeyError({
      status: response.status,
      code: problem["error"],
      detail: text(problem["error_description"]) ?? problem["error"],
      retryAfterSeconds: retryAfterSeconds(response),
    });
  }
  if (!isRecord(problem) || typeof problem["code"] !== "string") return LatchkeyError.unexpected(response);
  return new LatchkeyError({
    status: response.status,
    code: problem["code"],
    detail: text(problem["detail"]) ?? text(problem["title"]) ?? problem["code"],
    requestId: text(problem["requestId"]),
    errors: Array.isArray(problem["errors"]) ? problem["errors"].filter(isInputError) : undefined,
    resource: text(problem["resource"]),
    retryAfterSeconds: retryAfterSeconds(response),
    at: text(problem["at"]),
  });
}

/** `Retry-After` of RFC 9110 in its form of whole seconds, which is the one that the service sends. */
function retryAfterSeconds(response: Response): number | undefined {
  const value = response.headers.get("Retry-After");
  return value !== null && /^\d{1,9}$/.test(value) ? Number(value) : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function isInputError(value: unknown): value is InputError {
  return isRecord(value) && typeof value["path"] === "string" && typeof value["message"] === "string";
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
