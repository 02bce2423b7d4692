import Ajv2020, { type ValidateFunction } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import type { ApiDocument, Operation } from "./reference/openapi-parts.ts";

/** An operation, and where it stands in the document. */
export interface DocumentedOperation {
  readonly method: string;
  readonly path: string;
  readonly operation: Operation;
}

/** Every operation of a document. */
export function operationsOf({ paths }: ApiDocument): DocumentedOperation[] {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
  );
}

/** An answer, as far as a document says something of it. */
export interface GivenAnswer {
  readonly status: number;
  readonly contentType: string | undefined;
  readonly text: string;
}

/** Holds answers against what an OpenAPI document says of them. */
export class DocumentedAnswers {
  readonly #ajv = new Ajv2020.default({ strict: false, allErrors: true });
  readonly #compiled = new Map<string, ValidateFunction>();

  constructor(document: ApiDocument) {
    addFormats.default(this.#ajv);
    this.#ajv.addFormat("binary", true);
    this.#ajv.addSchema(document, "openapi");
  }

  /** What about an answer isn't as documented; empty where all is. */
  faultsOf({ method, operation, path }: DocumentedOperation, answer: GivenAnswer): string[] {
    const { contentType, status, text } = answer;
    const named = [String(status), `${Math.floor(status / 100)}XX`].find((name) => name in operation.responses);
    const response = named === undefined ? undefined : operation.responses[named];
    if (named === undefined || !response) return [`status ${status} is not documented`];
    const types = Object.keys(response.content ?? {});
    if (types.length === 0) return text === "" ? [] : [`${status} is documented to have no body`];
    const type = (contentType ?? "").replace(/;.*/, "");
    if (!types.includes(type)) return [`${status} comes as ${type}, documented: ${types.join(", ")}`];
    if (!/\bjson$/.test(type)) return [];
    const at = ["paths", path, method.toLowerCase(), "responses", named, "content", type, "schema"];
    const validate = this.#compile(at);
    let body: unknown;
    try {
      body = JSON.parse(text);
    } catch {
      return [`${status} is no JSON`];
    }
    validate(body);
    return (validate.errors ?? []).map(({ instancePath, message, params }) =>
      [instancePath, message, JSON.stringify(params)].join(" "),
    );
  }

  #compile(at: readonly string[]): ValidateFunction {
    const pointer = at.map((part) => encodeURIComponent(part.replaceAll("~", "~0").replaceAll("/", "~1"))).join("/");
    const found = this.#compiled.get(pointer) ?? this.#ajv.compile({ $ref: `openapi#/${pointer}` });
    this.#compiled.set(pointer, found);
    return found;
  }
}
