import fc from "fast-check";
import { UNISSUED_KEY } from "./test-fixtures.ts";
import { LOST_TOKEN } from "./test-mutations.ts";
import type { JsonSchema } from "./reference/openapi-parts.ts";

/** Texts that have broken one program or another. */
const ODD_TEXTS: readonly string[] = [
  "",
  " ",
  "\0",
  "a\0b",
  "\ud800",
  "\udfff\ud800",
  "\ufeff",
  "\u202eevil",
  "İstanbul ß ﬁ",
  "👩‍👩‍👧‍👦",
  "e\u0301".repeat(40),
  "x".repeat(300),
  "x".repeat(5_000),
  "../../../etc/passwd",
  "' OR 1=1 --",
  "\\",
  "%",
  "%00",
  "_",
  "<script>alert(1)</script>",
  "=1+1",
  "__proto__",
  "constructor",
  "toString",
  "null",
  "-1",
  "1e400",
  "NaN",
  "0000-01-01T00:00:00.000Z",
  "2026-02-30T00:00:00.000Z",
  "9999-12-31T23:59:59.999Z",
  "2026-11-23",
  "::ffff:127.0.0.1",
  "http://127.0.0.1:1/",
  "javascript:alert(1)",
  "a@b",
  "*",
  "-name",
  UNISSUED_KEY,
  LOST_TOKEN,
];

const ODD_VALUES: readonly unknown[] = [
  ...ODD_TEXTS,
  null,
  true,
  false,
  0,
  -0,
  -1,
  1.5,
  2 ** 53,
  1e308,
  -1e308,
  5e-324,
  [],
  [[]],
  [null],
  {},
  { toString: 1, length: -1 },
  Array.from({ length: 1_000 }, (_, index) => index),
  Array.from({ length: 300 }, () => "same"),
];

export const oddText = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...ODD_TEXTS) },
  { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 40 }) },
);

const oddValue = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...ODD_VALUES) },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
);

/** What values of a schema are made with. */
export interface Making {
  /** Finds what a `$ref` names. */
  readonly resolve: (ref: string) => JsonSchema;
  /** Texts that name something, of which most fields take one. */
  readonly names: readonly string[];
}

/** Values that keep to a schema; as texts, mostly what names something. */
export function valid(schema: JsonSchema, making: Making): fc.Arbitrary<unknown> {
  if (schema.$ref !== undefined) return valid(making.resolve(schema.$ref), making);
  const options = schema.anyOf ?? schema.oneOf;
  if (options) return fc.oneof(...options.map((option) => valid(option, making)));
  if ("const" in schema) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  switch (schema.type) {
    case "string":
      return text(schema, making.names);
    case "integer":
      return fc.integer(bounds(schema));
    case "number":
      return fc.double({ ...bounds(schema), noNaN: true, noDefaultInfinity: true });
    case "boolean":
      return fc.boolean();
    case "null":
      return fc.constant(null);
    case "array":
      return fc.array(valid(schema.items ?? {}, making), {
        minLength: schema.minItems ?? 0,
        maxLength: Math.min(schema.maxItems ?? 4, 4),
      });
    case "object":
      return object(schema, making);
    default:
      return fc.jsonValue({ maxDepth: 2 });
  }
}

function bounds({ maximum, minimum }: JsonSchema) {
  const [least, most] = [Math.max(minimum ?? -(2 ** 31), -(2 ** 31)), Math.min(maximum ?? 2 ** 31 - 1, 2 ** 31 - 1)];
  return { min: least, max: most };
}

function text({ format, maxLength = 60, minLength = 0, pattern }: JsonSchema, names: readonly string[]) {
  if (format === "date-time") return fc.date({ noInvalidDate: true, ...DATES }).map((date) => date.toISOString());
  if (format === "date")
    return fc.date({ noInvalidDate: true, ...DATES }).map((date) => date.toISOString().slice(0, 10));
  if (format === "ipv4") return fc.ipV4();
  if (format === "ipv6") return fc.ipV6();
  if (format === "uri") return fc.webUrl();
  const fitting = names.filter(
    (name) =>
      name.length >= minLength && name.length <= maxLength && (pattern === undefined || new RegExp(pattern).test(name)),
  );
  const made = fc.string({ minLength, maxLength: Math.max(minLength, Math.min(maxLength, 60)), unit: "grapheme" });
  return fitting.length === 0
    ? made
    : fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...fitting) }, { weight: 1, arbitrary: made });
}

const DATES = { min: new Date("1970-01-01T00:00:00.000Z"), max: new Date("9999-12-31T23:59:59.999Z") };

function object({ additionalProperties, properties = {}, required = [] }: JsonSchema, making: Making) {
  const known = fc.record(
    Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, valid(schema, making)])),
    { requiredKeys: [...required] },
  );
  if (typeof additionalProperties !== "object") return known;
  const others = fc.dictionary(fc.string({ maxLength: 10 }), valid(additionalProperties, making), { maxKeys: 3 });
  return fc.tuple(others, known).map(([more, fields]) => ({ ...more, ...fields }));
}

/** A value with up to two of its parts replaced, taken out, or joined by what nobody asked for. */
export function mutated(value: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  const change = fc.record({
    at: fc.nat(),
    how: fc.oneof(
      { weight: 4, arbitrary: fc.record({ put: oddValue }) },
      { weight: 1, arbitrary: fc.constant("take out" as const) },
      { weight: 1, arbitrary: fc.record({ add: oddValue, as: oddText }) },
    ),
  });
  return fc
    .tuple(value, fc.array(change, { maxLength: 2 }))
    .map(([whole, changes]) => changes.reduce<unknown>((now, { at, how }) => changed(now, at, how), whole));
}

type How = { readonly put: unknown } | "take out" | { readonly add: unknown; readonly as: string };

/** Changes the part at a place, counted over all parts. */
function changed(whole: unknown, at: number, how: How): unknown {
  const places = placesIn(whole);
  const place = places[at % places.length] ?? [];
  return changedAt(whole, place, how);
}

function placesIn(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== "object" || value === null || path.length > 4) return [path];
  return [path, ...Object.entries(value).flatMap(([name, part]) => placesIn(part, [...path, name]))];
}

function changedAt(value: unknown, [name, ...rest]: readonly string[], how: How): unknown {
  if (name === undefined) {
    if (how === "take out") return undefined;
    if ("put" in how) return how.put;
    const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
    return isObject ? { ...value, [how.as]: how.add } : [value, how.add];
  }
  if (Array.isArray(value)) {
    const parts = (value as unknown[]).map((part, index) =>
      String(index) === name ? changedAt(part, rest, how) : part,
    );
    return parts.filter((part) => part !== undefined);
  }
  return { ...(value as object), [name]: changedAt((value as Record<string, unknown>)[name], rest, how) };
}
