import type { paths } from "./api-types.ts";
import { CREATING_PATHS } from "./creating-paths.ts";
import { FORM_PATHS } from "./form-paths.ts";
import { LatchkeyError, readProblem } from "./latchkey-error.ts";
import { checkRetryOptions, type RetryOptions, withRetries } from "./retry.ts";
import { platformTiming, type Timing } from "./timing.ts";

/**
 * Who is asking.
 *
 * - `session`: the browser's own session cookie, sent to the same origin only.
 * - `api-key`: a key string and its token, as `X-API-Key` and `X-API-Token`.
 * - `bearer`: a service key (`lks_…`) or the operator token.
 */
export type Credential =
  | { readonly kind: "session" }
  | { readonly kind: "api-key"; readonly key: string; readonly token: string }
  | { readonly kind: "bearer"; readonly token: string };

export interface ClientOptions {
  /** Where the service answers, such as `https://keys.example.com`. `""` means the page's own origin (browsers only). */
  readonly baseUrl: string;
  /** Default: `session`. */
  readonly credential?: Credential;
  /** Default: the platform's `fetch`. */
  readonly fetch?: typeof globalThis.fetch;
  /**
   * How requests that failed are sent again; `false`: never. Default: as `RetryOptions` says, but never for a `session`, where a person
   * sees the failure. What creates something gets an idempotency key of its own, so that a repeat creates nothing more.
   */
  readonly retry?: RetryOptions | false;
  /**
   * How long one attempt may take until its answer begins, in milliseconds, above 0. Default: 30,000, and without end for a `session`.
   */
  readonly timeoutMs?: number;
  /** For tests. Default: the platform's. */
  readonly timing?: Timing;
}

/** An answer of the service: its body, and what only its headers say. */
export interface Reply<Data> {
  /** The parsed body; `undefined` where there is none (204). */
  readonly data: Data;
  /** HTTP status, 200 to 299. */
  readonly status: number;
  /** Version of the object in `data`, to be sent back as `ifMatch`; `null` where the answer has none. */
  readonly etag: string | null;
}

const METHODS = ["get", "post", "put", "patch", "delete"] as const;
type Method = (typeof METHODS)[number];

/** The paths of the API that answer a method. */
export type PathOf<M extends Method> = {
  [P in keyof paths]: paths[P] extends Record<M, object> ? P : never;
}[keyof paths];

type Operation<P extends keyof paths, M extends Method> = M extends keyof paths[P] ? paths[P][M] : never;

type JsonOf<Content> = Content extends { content: { "application/json": infer Json } } ? Json : undefined;

/** The body of a successful answer. */
export type ResponseBody<P extends keyof paths, M extends Method> =
  Operation<P, M> extends { responses: infer R }
    ? { [S in keyof R & (200 | 201 | 204)]: JsonOf<R[S]> }[keyof R & (200 | 201 | 204)]
    : never;

type FormOf<Content> = Content extends { content: { "application/x-www-form-urlencoded": infer Form } }
  ? Form
  : undefined;

/** The body that a request carries: JSON, or the fields of a form. */
export type RequestBody<P extends keyof paths, M extends Method> =
  Operation<P, M> extends { requestBody?: infer B }
    ? Exclude<JsonOf<Exclude<B, undefined>> | FormOf<Exclude<B, undefined>>, undefined> extends infer Body
      ? [Body] extends [never]
        ? undefined
        : Body
      : never
    : undefined;

type ParametersOf<P extends keyof paths, M extends Method> =
  Operation<P, M> extends { parameters: infer Q } ? Q : never;

type PathPart<Q> = Q extends { path: infer Values } ? { readonly path: Values } : unknown;
type QueryPart<Q> = Q extends { query: infer Values }
  ? { readonly query: Values }
  : Q extends { query?: infer Values }
    ? [Exclude<Values, undefined>] extends [never]
      ? unknown
      : { readonly query?: Values }
    : unknown;
type BodyPart<Body> = [Body] extends [undefined] ? unknown : { readonly body: Body };

interface CommonInit {
  /** Ends the request early: the promise then rejects with the signal's reason, which is no `LatchkeyError`. */
  readonly signal?: AbortSignal;
  /** Sent as `If-Match`: the change is refused with `PRECONDITION_FAILED` where the object has another version by now. */
  readonly ifMatch?: string;
  /**
   * Sent as `Idempotency-Key`, where something is created: for 24 hours the same request under the same key creates nothing more and is
   * answered as the first was, without its secret. 1 to 255 printable ASCII characters, new for each thing to create.
   */
  readonly idempotencyKey?: string;
}

/** Path and query parameters and body of a request, as its path and method want them. */
export type RequestInitOf<P extends keyof paths, M extends Method> = CommonInit &
  PathPart<ParametersOf<P, M>> &
  QueryPart<ParametersOf<P, M>> &
  BodyPart<RequestBody<P, M>>;

type InitArguments<Init> = object extends Init ? [init?: Init] : [init: Init];

type Call<M extends Method> = <P extends PathOf<M>>(
  path: P,
  ...init: InitArguments<RequestInitOf<P, M>>
) => Promise<Reply<ResponseBody<P, M>>>;

/** An operation as it stands in `openapi.json`, such as `POST /v1/accounts/{account}/api-keys`. */
export type OperationName = { [M in Method]: `${Uppercase<M>} ${PathOf<M> & string}` }[Method];

type MethodOf<Name> = Name extends `${infer M extends Uppercase<Method>} ${string}` ? Lowercase<M> : never;
type PathNameOf<Name> = Name extends `${string} ${infer P}` ? (P extends keyof paths ? P : never) : never;

/** Each method takes a path of the API as it stands in `openapi.json`, and rejects with a `LatchkeyError`. */
export interface Client {
  /** Calls an operation by its name: `request("GET /v1/accounts/{account}/api-keys", { path: { account } })`. */
  readonly request: <Name extends OperationName>(
    name: Name,
    ...init: InitArguments<RequestInitOf<PathNameOf<Name>, MethodOf<Name>>>
  ) => Promise<Reply<ResponseBody<PathNameOf<Name>, MethodOf<Name>>>>;
  /** For what answers a file or a stream: the successful answer, of which nothing has been read yet. */
  readonly open: <P extends PathOf<"get">>(
    path: P,
    ...init: InitArguments<RequestInitOf<P, "get">>
  ) => Promise<Response>;
  readonly get: Call<"get">;
  readonly post: Call<"post">;
  readonly put: Call<"put">;
  readonly patch: Call<"patch">;
  readonly delete: Call<"delete">;
}

type QueryValue = string | number | boolean;

interface AnyInit extends CommonInit {
  readonly path?: Readonly<Record<string, unknown>>;
  readonly query?: Readonly<Record<string, QueryValue | readonly QueryValue[] | undefined>>;
  readonly body?: unknown;
}

/** Operations that change nothing although they aren't GET, or nothing more where they come twice. */
const HARMLESS_POSTS: ReadonlySet<string> = new Set([
  "/v1/verify",
  "/v1/verify/batch",
  "/v1/api-keys/import",
  "/v1/external-keys/import",
]);

const TIMEOUT_MS = 30_000;

/**
 * A client of one Latchkey service, typed by its `openapi.json`.
 *
 * Redirects are refused: following one would carry the credential to wherever it points.
 *
 * @throws {TypeError} where `baseUrl` is neither `""` nor an absolute http(s) URL
 * @throws {RangeError} where `retry` or `timeoutMs` is out of bounds
 */
export function createClient(options: ClientOptions): Client {
  const baseUrl = checkedBaseUrl(options.baseUrl);
  const credential = options.credential ?? { kind: "session" };
  const isSession = credential.kind === "session";
  const send = options.fetch ?? ((...request: FetchArguments) => globalThis.fetch(...request));
  const timing = options.timing ?? platformTiming;
  const retry = options.retry ?? (isSession ? false : {});
  if (retry) checkRetryOptions(retry);
  const timeoutMs = options.timeoutMs ?? (isSession ? undefined : TIMEOUT_MS);
  if (timeoutMs !== undefined && !(timeoutMs > 0)) throw new RangeError("timeoutMs must be above 0");

  async function attempt(method: Method, url: string, init: AnyInit & Written, accept: string): Promise<Response> {
    const headers = credentialHeaders(credential);
    headers.set("Accept", accept);
    if (init.contentType !== undefined) headers.set("Content-Type", init.contentType);
    if (init.ifMatch !== undefined) headers.set("If-Match", init.ifMatch);
    if (init.idempotencyKey !== undefined) headers.set("Idempotency-Key", init.idempotencyKey);

    const deadline = deadlineOf(timing, timeoutMs, init.signal);
    try {
      const response = await send(url, {
        method: method.toUpperCase(),
        headers,
        body: init.content ?? null,
        signal: deadline.signal,
        credentials: isSession ? "same-origin" : "omit",
        redirect: "error",
        cache: "no-store",
      });
      if (!response.ok) throw await readProblem(response);
      return response;
    } catch (cause) {
      if (cause instanceof LatchkeyError || init.signal?.aborted) throw cause;
      throw deadline.isOver() ? LatchkeyError.timedOut(timeoutMs ?? 0, cause) : LatchkeyError.unreachable(cause);
    } finally {
      deadline.end();
    }
  }

  async function answered(method: Method, template: string, given: AnyInit, accept: string): Promise<Response> {
    const url = baseUrl + fillPath(template, given.path) + queryString(given.query);
    const whole = { ...given, ...written(template, given.body) };
    if (!retry) return attempt(method, url, whole, accept);
    const isCreating = method === "post" && CREATING_PATHS.has(template);
    const init = isCreating ? { idempotencyKey: crypto.randomUUID(), ...whole } : whole;
    const isRepeatable = isCreating || isHarmlessTwice(method, template, init);
    const retrying = { options: retry, timing, signal: init.signal, isRepeatable };
    return withRetries(retrying, () => attempt(method, url, init, accept));
  }

  async function request(method: Method, template: string, init: AnyInit = {}): Promise<Reply<unknown>> {
    const response = await answered(method, template, init, "application/json");
    const etag = response.headers.get("ETag");
    if (response.status === 204) return { data: undefined, status: 204, etag };
    return { data: await readJson(response, init.signal), status: response.status, etag };
  }

  const call = <M extends Method>(method: M) =>
    ((path: string, init?: AnyInit) => request(method, path, init)) as unknown as Call<M>;
  return {
    request: (async (name: string, init?: AnyInit) =>
      request(...operationOf(name), init)) as unknown as Client["request"],
    open: (path: string, init: AnyInit = {}) => answered("get", path, init, "*/*"),
    get: call("get"),
    post: call("post"),
    put: call("put"),
    patch: call("patch"),
    delete: call("delete"),
  };
}

/** A body as it goes over the wire. */
interface Written {
  readonly content?: string;
  readonly contentType?: string;
}

function written(path: string, body: unknown): Written {
  if (body === undefined) return {};
  if (!FORM_PATHS.has(path)) return { content: JSON.stringify(body), contentType: "application/json" };
  const fields = Object.entries(body as object).filter(([, value]) => value !== undefined);
  const content = new URLSearchParams(fields.map(([name, value]) => [name, String(value)])).toString();
  return { content, contentType: "application/x-www-form-urlencoded" };
}

/** Whether a request may be sent twice, where nobody knows whether the first was done. A second DELETE would answer 404. */
function isHarmlessTwice(method: Method, path: string, { ifMatch }: AnyInit): boolean {
  if (method === "get" || method === "put") return true;
  if (method === "patch") return ifMatch === undefined;
  return method === "post" && HARMLESS_POSTS.has(path);
}

function operationOf(name: string): [Method, path: string] {
  const [verb, path = ""] = name.split(" ");
  const method = METHODS.find((one) => one === verb?.toLowerCase());
  if (!method) throw new TypeError(`no operation: ${name}`);
  return [method, path];
}

/** A signal that aborts with another one, or when the time is up. */
function deadlineOf(timing: Timing, timeoutMs: number | undefined, signal: AbortSignal | undefined) {
  if (timeoutMs === undefined) return { signal: signal ?? null, isOver: () => false, end: () => undefined };
  const over = new AbortController();
  const answered = new AbortController();
  let isOver = false;
  void timing.wait(timeoutMs, answered.signal).then(() => {
    if (answered.signal.aborted) return;
    isOver = true;
    over.abort();
  });
  // A body that goes on after its beginning ends with the caller's signal alone.
  const either = signal ? AbortSignal.any([signal, over.signal]) : over.signal;
  return { signal: either, isOver: () => isOver, end: () => answered.abort() };
}

type FetchArguments = Parameters<typeof globalThis.fetch>;

async function readJson(response: Response, signal: AbortSignal | undefined): Promise<unknown> {
  try {
    return await response.json();
  } catch (cause) {
    if (signal?.aborted) throw cause;
    throw LatchkeyError.unexpected(response, cause);
  }
}

function checkedBaseUrl(baseUrl: string): string {
  if (baseUrl === "") return "";
  const { protocol } = new URL(baseUrl);
  if (protocol !== "https:" && protocol !== "http:")
    throw new TypeError(`baseUrl must be http or https, not ${protocol}`);
  return baseUrl.replace(/\/+$/, "");
}

function credentialHeaders(credential: Credential): Headers {
  switch (credential.kind) {
    case "session":
      return new Headers();
    case "api-key":
      return new Headers({ "X-API-Key": credential.key, "X-API-Token": credential.token });
    case "bearer":
      return new Headers({ Authorization: `Bearer ${credential.token}` });
  }
}

function fillPath(template: string, values: Readonly<Record<string, unknown>> = {}): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name];
    // "", "." and ".." would vanish from the URL, and the request would reach another path than the one meant.
    if (typeof value !== "string" || /^\.{0,2}$/.test(value)) {
      throw new TypeError(`path parameter ${name} can't be ${JSON.stringify(value)}`);
    }
    return encodeURIComponent(value);
  });
}

function queryString(values: AnyInit["query"] = {}): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    // What may be named several times is a list.
    for (const each of typeof value === "object" ? value : [value]) {
      if (each !== undefined) query.append(name, String(each));
    }
  }
  const text = query.toString();
  return text === "" ? "" : `?${text}`;
}
