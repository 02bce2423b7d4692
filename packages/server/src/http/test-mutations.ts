import { UNISSUED_KEY } from "./test-fixtures.ts";

/** The parts of a JSON schema that our document uses. */
export interface JsonSchema {
  readonly type?: string;
  readonly $ref?: string;
  readonly anyOf?: readonly JsonSchema[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  /** A schema where any are taken. */
  readonly additionalProperties?: boolean | object;
  readonly items?: JsonSchema;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly format?: string;
  readonly pattern?: string;
  readonly maxLength?: number;
  readonly minLength?: number;
  readonly maxItems?: number;
}

export interface Mutation {
  /** Where, and what was done there. */
  readonly what: string;
  readonly body: unknown;
}

/** A token's form, its checksum right; nobody's. */
export const LOST_TOKEN = "lkt_000000000000000000000000000000000000000000021Giqy";

const VALUES: readonly [type: string, value: unknown][] = [
  ["null", null],
  ["boolean", true],
  ["number", 1.5],
  ["number", -1e308],
  ["string", UNISSUED_KEY],
  ["array", [[]]],
  ["array", [null]],
  ["object", {}],
  ["object", { toString: "x", length: 1 }],
];

/**
 * Every way in which a valid body can break its schema in one place: another type, too long, missing, out of its list, unknown
 * beside the known, text that can't be kept.
 *
 * @param resolve finds what a `$ref` names
 */
export function* mutationsOf(
  schema: JsonSchema,
  body: unknown,
  resolve: (ref: string) => JsonSchema,
): Generator<Mutation> {
  const options = (schema.anyOf ?? [schema]).map((one) => (one.$ref === undefined ? one : resolve(one.$ref)));
  const types = new Set(options.map((one) => (one.const === undefined ? one.type : typeof one.const)));
  for (const [type, value] of VALUES) {
    const isInner = type === "array" && types.has("array") && options.some((one) => one.items === undefined);
    if (isInner || (types.has(type) && type !== "array" && type !== "object")) continue;
    if (type === "object" && types.has("object") && options.every((one) => (one.required ?? []).length === 0)) {
      const isOpen = options.some((one) => one.additionalProperties !== false);
      if (isOpen || Object.keys(value as object).length === 0) continue;
    }
    yield { what: `is ${JSON.stringify(value)}`, body: value };
  }
  for (const option of options) yield* within(option, body, resolve);
}

function* within(schema: JsonSchema, body: unknown, resolve: (ref: string) => JsonSchema): Generator<Mutation> {
  if (typeof body === "string" && (schema.type === "string" || schema.const !== undefined)) {
    yield* textMutations(schema, body);
  }
  if (Array.isArray(body) && schema.items) {
    const [first, ...others] = body as unknown[];
    if (schema.maxItems !== undefined) {
      const many = Array.from({ length: schema.maxItems + 1 }, () => first);
      yield { what: `has ${many.length} items`, body: many };
    }
    for (const inner of mutationsOf(schema.items, first, resolve)) {
      yield { what: `/0 ${inner.what}`, body: [inner.body, ...others] };
    }
  }
  if (typeof body === "object" && body !== null && schema.properties) {
    const fields = body as Readonly<Record<string, unknown>>;
    for (const name of schema.required ?? []) {
      const { [name]: _gone, ...rest } = fields;
      yield { what: `lacks ${name}`, body: rest };
    }
    if (schema.additionalProperties === false) {
      for (const name of ["unknown", "constructor", "toString", "isAdmin", ""]) {
        yield { what: `has ${JSON.stringify(name)} too`, body: { ...fields, [name]: "x" } };
      }
    }
    for (const [name, property] of Object.entries(schema.properties)) {
      for (const inner of mutationsOf(property, fields[name], resolve)) {
        yield { what: `/${name} ${inner.what}`, body: { ...fields, [name]: inner.body } };
      }
    }
  }
}

function* textMutations(schema: JsonSchema, text: string): Generator<Mutation> {
  if (schema.maxLength !== undefined) yield { what: "is too long", body: "x".repeat(schema.maxLength + 1) };
  yield { what: "is 10 kB long", body: "x".repeat(10_240) };
  if (schema.minLength !== undefined) yield { what: "is too short", body: "x".repeat(schema.minLength - 1) };
  if (schema.enum ?? schema.const ?? schema.pattern ?? schema.format) yield { what: "is ☃", body: "☃" };
  yield { what: "holds NUL", body: `${text}\0` };
  yield { what: "holds half a surrogate pair", body: `${text}\ud800` };
}
