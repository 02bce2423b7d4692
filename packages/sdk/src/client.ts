import type { paths } from "./api-types.ts";
import { LatchkeyError, readProblem } from "./latchkey-error.ts";

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

type Method = "get" | "post" | "put" | "patch" | "delete";

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

/** The body that a request carries. */
export type RequestBody<P extends keyof paths, M extends Method> =
  Operation<P, M> extends { requestBody?: infer B } ? JsonOf<Exclude<B, undefined>> : undefined;

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

/** Each method takes a path of the API as it stands in `openapi.json`, and rejects with a `LatchkeyError`. */
export interface Client {
  readonly get: Call<"get">;
  readonly post: Call<"post">;
  readonly put: Call<"put">;
  readonly patch: Call<"patch">;
  readonly delete: Call<"delete">;
}

interface AnyInit extends CommonInit {
  readonly path?: Readonly<Record<string, unknown>>;
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly body?: unknown;
}

/**
 * A client of one Latchkey service, typed by its `openapi.json`.
 *
 * Redirects are refused: following one would carry the credential to wherever it points.
 *
 * @throws {TypeError} where `baseUrl` is neither `""` nor an absolute http(s) URL
 */
export function createClient(options: ClientOptions): Client {
  const baseUrl = checkedBaseUrl(options.baseUrl);
  const credential = options.credential ?? { kind: "session" };
  const send = options.fetch ?? ((...request: FetchArguments) => globalThis.fetch(...request));

  async function request(method: Method, template: string, init: AnyInit = {}): Promise<Reply<unknown>> {
    const headers = credentialHeaders(credential);
    headers.set("Accept", "application/json");
    if (init.body !== undefined) headers.set("Content-Type", "application/json");
    if (init.ifMatch !== undefined) headers.set("If-Match", init.ifMatch);
    if (init.idempotencyKey !== undefined) headers.set("Idempotency-Key", init.idempotencyKey);

    const response = await send(baseUrl + fillPath(template, init.path) + queryString(init.query), {
      method: method.toUpperCase(),
      headers,
      body: init.body === undefined ? null : JSON.stringify(init.body),
      signal: init.signal ?? null,
      credentials: credential.kind === "session" ? "same-origin" : "omit",
      redirect: "error",
      cache: "no-store",
    }).catch((cause: unknown) => {
      if (init.signal?.aborted) throw cause;
      throw LatchkeyError.unreachable(cause);
    });

    if (!response.ok) throw await readProblem(response);
    const etag = response.headers.get("ETag");
    if (response.status === 204) return { data: undefined, status: 204, etag };
    return { data: await readJson(response, init.signal), status: response.status, etag };
  }

  const call = <M extends Method>(method: M) =>
    ((path: string, init?: AnyInit) => request(method, path, init)) as unknown as Call<M>;
  return { get: call("get"), post: call("post"), put: call("put"), patch: call("patch"), delete: call("delete") };
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
    if (value !== undefined) query.append(name, String(value));
  }
  const text = query.toString();
  return text === "" ? "" : `?${text}`;
}
