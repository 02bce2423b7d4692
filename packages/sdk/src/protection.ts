import type { Caller } from "./caller.ts";
import { LatchkeyError } from "./latchkey-error.ts";
import { credentialOf, type RequestHeaders } from "./request-credential.ts";
import type { Allowed, Decision, Verifier } from "./verifier.ts";

/** What a route needs: a resource by its name, what says so of a request, or `null` for any key that the account lets in. */
export type ResourceOf<Request> = string | null | ((request: Request) => string | null);

export interface ProtectionOptions<Request> {
  readonly verifier: Verifier;
  /**
   * The account that a request is about: its name, or what finds it in the request, such as in its host name or path. Never take it from
   * the credential: in which account somebody acts is what is to be verified. A request without one is refused.
   */
  readonly account: string | ((request: Request) => string | undefined);
  /**
   * Where a request came from: for keys that are bound to networks, which are refused where it isn't said, and for "last used". Give what the
   * framework makes of the connection and of proxies that it was told to trust, such as `request.ip` of Express and Fastify; never what a
   * header says by itself, which anybody writes. Default: not said.
   */
  readonly ip?: (request: Request) => string | undefined;
  /** Hears why a question could not be answered, and the request was refused with 503. For the log. */
  readonly onProblem?: (error: unknown) => void;
}

/** A refused request's answer, as `application/problem+json` (RFC 9457). */
export interface Refusal {
  readonly status: 401 | 403 | 429 | 503;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: {
    readonly type: "about:blank";
    readonly title: string;
    readonly status: number;
    readonly detail: string;
    readonly code: string;
  };
}

/** Lets a request pass, with who it is from, or says how to answer it. Never rejects. */
export async function protect<Request>(
  options: ProtectionOptions<Request>,
  resource: ResourceOf<Request>,
  request: Request,
  headers: RequestHeaders,
): Promise<Caller | Refusal> {
  const { ip, onProblem, verifier } = options;
  try {
    const credential = credentialOf(headers);
    if (!credential) return refusalOf("INVALID_CREDENTIALS");
    const account = typeof options.account === "string" ? options.account : options.account(request);
    if (!account) return refusalOf("UNKNOWN_ACCOUNT");
    const needed = typeof resource === "function" ? resource(request) : resource;
    // What isn't written in TypeScript may have forgotten a route.
    if (needed !== null && typeof needed !== "string") return refusalOf("RESOURCE_DENIED");
    const decision = await verifier.verify({
      account,
      ...credential,
      resource: needed ?? undefined,
      ip: ip?.(request),
    });
    return decision.valid ? callerOf(decision) : refusalOfDecision(decision);
  } catch (error) {
    onProblem?.(error);
    return unanswered(error);
  }
}

export function isRefusal(outcome: Caller | Refusal): outcome is Refusal {
  return "status" in outcome;
}

/** @throws {TypeError} where a route doesn't say what it needs */
export function checkResource(resource: unknown): void {
  if (resource === null || typeof resource === "function" || (typeof resource === "string" && resource !== "")) return;
  throw new TypeError("say which resource the route needs, or null for any key that the account lets in");
}

function callerOf({ account, external, key, name, owner, resources, roles }: Allowed): Caller {
  return { account, key, owner, external, name, roles, resources };
}

const DETAILS: Readonly<Record<string, string>> = {
  INVALID_CREDENTIALS: "Send a key and its token that are right: X-API-Key and X-API-Token, or Basic.",
  UNKNOWN_ACCOUNT: "There is no such account.",
  ACCOUNT_SUSPENDED: "The account is suspended.",
  OWNER_SUSPENDED: "The account that owns the key is suspended.",
  KEY_INACTIVE: "The key is inactive.",
  NOT_ADMITTED: "The account has not added the key.",
  EXTERNAL_KEY_INACTIVE: "The account has suspended the key.",
  EXTERNAL_KEY_EXPIRED: "The key's time in the account has ended.",
  IP_DENIED: "The key may not be used from this address.",
  RESOURCE_DENIED: "The key's roles in the account don't allow this.",
  RATE_LIMITED: "The key is used more often than it may be.",
};

const TITLES = {
  401: "Credentials are needed",
  403: "Not allowed",
  429: "Too many requests",
  503: "Not available",
} as const;

function refusalOfDecision(decision: Extract<Decision, { valid: false }>): Refusal {
  return refusalOf(decision.code, decision.retryAfterSeconds);
}

function refusalOf(code: string, retryAfterSeconds = 1): Refusal {
  const detail = DETAILS[code] ?? "The key may not do this.";
  switch (code) {
    case "INVALID_CREDENTIALS":
      return refusal(401, code, detail, { "WWW-Authenticate": 'Basic realm="api"' });
    case "RATE_LIMITED":
      return refusal(429, code, detail, { "Retry-After": String(retryAfterSeconds) });
    default:
      return refusal(403, code, detail, {});
  }
}

/** What went wrong is the service's business, not the caller's. */
function unanswered(error: unknown): Refusal {
  const isStale = error instanceof LatchkeyError && error.code === "STALE";
  const detail = "Who is calling could not be verified at the moment.";
  return refusal(503, isStale ? "STALE" : "UNAVAILABLE", detail, { "Retry-After": "1" });
}

function refusal(status: Refusal["status"], code: string, detail: string, headers: Record<string, string>): Refusal {
  return {
    status,
    headers: { "Content-Type": "application/problem+json; charset=utf-8", "Cache-Control": "no-store", ...headers },
    body: { type: "about:blank", title: TITLES[status], status, detail, code },
  };
}
