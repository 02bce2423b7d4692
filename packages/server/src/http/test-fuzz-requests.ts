import { randomInt } from "node:crypto";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import type { DocumentedOperation } from "./test-documented.ts";
import { type Making, mutated, oddText, valid } from "./test-fuzz-values.ts";
import type { JsonSchema } from "./reference/openapi-parts.ts";
import type { WireRequest } from "./test-wire.ts";

/** Requests per operation. */
export const FUZZ_RUNS = Number(process.env["LATCHKEY_FUZZ_RUNS"] ?? 15);
/** What the requests follow from: suites name it, so that a failure tells how to have it again. */
export const FUZZ_SEED = Number(process.env["LATCHKEY_FUZZ_SEED"] ?? randomInt(2 ** 31));

/** A request as it goes over the wire, its credential left out. */
export interface FuzzedRequest extends WireRequest {
  /** Who asks, by a name that the test gives. */
  readonly who: string;
}

/** A request which succeeds as it stands, from which others are made. */
export interface Pattern {
  readonly url: string;
  readonly body?: unknown;
}

export interface RequestMaking extends Making {
  readonly askers: readonly string[];
  /** Values of a path's parameters by their names: ours, others', and some that don't exist. */
  readonly pathNames: Readonly<Record<string, readonly string[]>>;
}

/** Segments of a path that name nothing, as they stand in an address. */
const ODD_SEGMENTS: readonly string[] = [
  "%00",
  "%ED%A0%80",
  "%FF",
  "%",
  "%zz",
  "%2E%2E%2F",
  "%20",
  "*",
  "__proto__",
  "-1",
  "0",
  "%F0%9F%91%A9%E2%80%8D",
  "x".repeat(90),
  "x".repeat(600),
];

const ODD_QUERIES: readonly string[] = [
  "",
  "=",
  "&&&",
  "%zz=1",
  "%00=1",
  "a=%ED%A0%80",
  "__proto__=1",
  "constructor[prototype][x]=1",
  "limit[]=1",
  "limit=1&limit=2",
  "an=ours&an=theirs",
  "an[]=ours",
  "limit=1e1",
  "limit=%2b5",
  "limit=0x10",
  "cursor=AAAA",
  `cursor=${Buffer.from("[1,2,3]").toString("base64url")}`,
  `cursor=${Buffer.from('{"__proto__":1}').toString("base64url")}`,
  "sort=--name",
  "sort=name,key",
  "search=%25",
  "search=%5C",
  `search=${"x".repeat(3_000)}`,
  "?",
  "unknown=1",
];

const ODD_HEADERS: readonly (readonly [name: string, ...values: string[]])[] = [
  ["if-match", '"x"', "*", "W/", ",,,", '"', "\u00ff", '"a", "b", W/"c"', "x".repeat(4_000)],
  ["idempotency-key", "a", "", "\u00e9", "x".repeat(300), "\t", "same key"],
  ["accept", "*/*", "text/html", "application/xml;q=0", ";;;", "text/event-stream"],
  ["accept-language", "*", "xx-".repeat(200)],
  ["origin", "null", "https://evil.example", "http://localhost", ""],
  ["sec-fetch-site", "cross-site", "same-origin", "?"],
  ["cookie", "latchkey-session=x", "=;=;", "__Host-latchkey-session=%zz", "a".repeat(3_000)],
  ["x-forwarded-for", "1.2.3.4", "junk, ,", "::1"],
  ["x-forwarded-host", "evil.example", "a b"],
  ["x-forwarded-uri", "/%zz", "/v1/accounts"],
  ["x-original-url", "/%00", "http://evil.example/"],
  ["x-original-method", "GET", "BREW"],
  ["x-latchkey-account", "acme", "\u00e9"],
  ["x-latchkey-service-key", "lks_x", "\u00ff"],
  ["x-api-key", "x"],
  ["x-vtex-api-appkey", "x"],
  ["x-http-method-override", "DELETE"],
  ["x-request-id", "a", "\u00e9", "x".repeat(2_000), "<script>"],
  ["traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "00-0-0-0", "\u00ff"],
  ["tracestate", "a=b", "=,=,="],
  ["range", "bytes=0-1", "bytes=-"],
  ["if-none-match", "*", '"x"'],
  ["if-modified-since", "yesterday"],
  ["upgrade", "websocket", "h2c"],
  ["expect", "100-continue", "the unexpected"],
  ["last-event-id", "-1", "junk"],
  ["content-encoding", "identity", "br", "junk"],
  ["host", "evil.example", ""],
  ["te", "trailers"],
];

const ODD_TYPES: readonly string[] = [
  "",
  "json",
  "text/plain",
  "application/xml",
  "application/json; charset=utf-16",
  "application/json, application/json",
  "application/problem+json",
  "multipart/form-data; boundary=x",
  "application/x-www-form-urlencoded",
  "application/JSON ; a=b",
  "*/*",
];

/** Turns text of the right kind into what is none. */
const DAMAGES: readonly ((text: string) => string | Buffer)[] = [
  (text) => text.slice(0, -1),
  (text) => `${text}x`,
  (text) => `\ufeff${text}`,
  () => "",
  () => " ",
  () => "null",
  () => '"text"',
  () => "1e999",
  () => "[".repeat(5_000),
  () => '{"a":'.repeat(500),
  () => `${"[".repeat(300)}${"]".repeat(300)}`,
  (text) => text.replace("{", '{"__proto__":{"isAdmin":true},'),
  (text) => text.replace("{", '{"name":"one","name":"two",'),
  (text) => text.replaceAll(/"[^"]*"/g, '"\\ud800"'),
  (text) => text.replaceAll(/\d+/g, "9".repeat(400)),
  (text) => Buffer.concat([Buffer.from(text.slice(0, 5)), Buffer.from([0xc0, 0xff, 0xed, 0xa0, 0x80])]),
  (text) => gzipSync(text),
  () => Buffer.alloc(200_000, 0x20),
];

/** Requests for an operation: one that should succeed, others that keep to its schemas, and others yet that break something. */
export function requestsOf(
  { method, operation, path }: DocumentedOperation,
  sample: Pattern,
  making: RequestMaking,
): fc.Arbitrary<FuzzedRequest> {
  const target = fc.oneof(
    { weight: 2, arbitrary: fc.constant(sample.url) },
    { weight: 4, arbitrary: targets(path, operation.parameters ?? [], making) },
  );
  const [[type, { schema }] = ["", { schema: undefined }]] = Object.entries(operation.requestBody?.content ?? {});
  return fc
    .record({
      who: fc.constantFrom(...making.askers),
      target,
      odd: fc.oneof({ weight: 2, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: oddHeaders() }),
      content: schema ? contents(type, schema, sample, making) : fc.oneof(NO_BODY, SOME_BODY),
    })
    .map(({ content: { body, headers }, odd, target: at, who }) => ({
      who,
      method,
      target: at,
      headers: { ...headers, ...odd },
      body,
    }));
}

interface Content {
  readonly body: string | Buffer | undefined;
  readonly headers: Readonly<Record<string, string>>;
}

const NO_BODY: fc.Arbitrary<Content> = fc.constant({ body: undefined, headers: {} });
const SOME_BODY: fc.Arbitrary<Content> = fc.constantFrom<Content>(
  { body: "{}", headers: { "content-type": "application/json" } },
  { body: "", headers: { "content-type": "application/json" } },
  { body: "a=b", headers: { "content-type": "application/x-www-form-urlencoded" } },
  { body: "x", headers: {} },
);

function targets(
  path: string,
  parameters: readonly { readonly name: string; readonly in: string; readonly schema?: JsonSchema }[],
  making: RequestMaking,
): fc.Arbitrary<string> {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
  const segments = names.map((name) =>
    fc.oneof(
      { weight: 5, arbitrary: fc.constantFrom(...(making.pathNames[name] ?? making.names)).map(encodeURIComponent) },
      { weight: 1, arbitrary: fc.constantFrom(...ODD_SEGMENTS) },
    ),
  );
  const queries = parameters
    .filter((one) => one.in === "query")
    .map(({ name, schema = {} }) =>
      fc.option(
        fc
          .oneof({ weight: 3, arbitrary: valid(schema, making) }, { weight: 1, arbitrary: oddText })
          .map((value) => `${name}=${encoded(String(value))}`),
        { nil: undefined, freq: 2 },
      ),
    );
  const odd = fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, fc.constantFrom(...ODD_QUERIES));
  return fc.tuple(fc.tuple(...segments), fc.tuple(...queries, odd)).map(([filled, parts]) => {
    const [...left] = filled;
    const at = path.replaceAll(/\{\w+\}/g, () => left.shift() ?? "");
    const query = parts.filter((part) => part !== undefined);
    return query.length === 0 ? at : `${at}?${query.join("&")}`;
  });
}

/** Also what isn't well-formed, which the standard's function refuses. */
function encoded(text: string): string {
  return [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, "0")}`).join("");
}

/** Those that say something of the request itself come more often. */
function oddHeaders(): fc.Arbitrary<Readonly<Record<string, string>>> {
  const one = fc.oneof(
    ...ODD_HEADERS.map(([name, ...values]) => ({
      weight: name === "if-match" || name === "idempotency-key" ? 6 : 1,
      arbitrary: fc.constantFrom(...values.map((value) => [name, value] as const)),
    })),
  );
  return fc.array(one, { minLength: 1, maxLength: 3 }).map((headers) => Object.fromEntries(headers));
}

function contents(type: string, schema: JsonSchema, sample: Pattern, making: Making): fc.Arbitrary<Content> {
  const write = type === "application/json" ? (value: unknown) => JSON.stringify(value) ?? "" : asForm;
  const value = mutated(
    fc.oneof(
      { weight: 2, arbitrary: fc.constant<unknown>(sample.body) },
      { weight: 3, arbitrary: valid(schema, making) },
    ),
  );
  const whole = value.map((one): Content => ({ body: write(one), headers: { "content-type": type } }));
  const otherType = fc
    .tuple(value, fc.constantFrom(...ODD_TYPES))
    .map(([one, other]): Content => ({ body: write(one), headers: { "content-type": other } }));
  const damaged = fc
    .tuple(value, fc.constantFrom(...DAMAGES))
    .map(([one, damage]): Content => ({ body: damage(write(one)), headers: { "content-type": type } }));
  return fc.oneof(
    { weight: 8, arbitrary: whole },
    { weight: 1, arbitrary: otherType },
    { weight: 2, arbitrary: damaged },
    { weight: 1, arbitrary: NO_BODY },
  );
}

function asForm(value: unknown): string {
  if (typeof value !== "object" || value === null) return String(value);
  return Object.entries(value)
    .flatMap(([name, part]) => [part].flat().map((one: unknown) => [name, one] as const))
    .map(([name, one]) => `${encoded(name)}=${encoded(typeof one === "string" ? one : (JSON.stringify(one) ?? ""))}`)
    .join("&");
}
