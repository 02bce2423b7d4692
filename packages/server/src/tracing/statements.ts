import { type Context, SpanKind, SpanStatusCode, type Tracer } from "@opentelemetry/api";
import type { Logger, RootOperationNode } from "kysely";

export interface StatementSpanParts {
  /** As OpenTelemetry calls the engine. */
  readonly system: "sqlite" | "postgresql";
  /** What is under way whose statements are to be told of, if anything is. */
  readonly underWay: () => Context | undefined;
  /** Wall clock, in milliseconds since 1970. */
  readonly nowMs: () => number;
}

/**
 * Hears of an engine's statements, and tells of those that a traced request waits for: what they do and to which table, never their text
 * or their values.
 */
export function statementSpans(tracer: Tracer, { nowMs, system, underWay }: StatementSpanParts): Logger {
  return ({ level, query, queryDurationMillis }) => {
    const around = underWay();
    if (!around) return;
    const operation = query.query.kind.replace(/(Query)?Node$/, "").toUpperCase();
    const table = tableOf(query.query);
    const attributes = {
      "db.system.name": system,
      "db.operation.name": operation,
      ...(table === undefined ? {} : { "db.collection.name": table }),
    };
    const name = table === undefined ? operation : `${operation} ${table}`;
    const endMs = nowMs();
    const startTime = endMs - queryDurationMillis;
    const span = tracer.startSpan(name, { kind: SpanKind.CLIENT, attributes, startTime }, around);
    if (level === "error") span.setStatus({ code: SpanStatusCode.ERROR });
    span.end(endMs);
  };
}

/** The table that a statement is about first, by Kysely's tree of it. */
function tableOf(node: RootOperationNode): string | undefined {
  const { from, into, table } = node as {
    readonly from?: { readonly froms?: readonly unknown[] };
    readonly into?: unknown;
    readonly table?: unknown;
  };
  let place: unknown = from?.froms?.[0] ?? into ?? table;
  // An alias stands around the table, and a schema around its name.
  for (let depth = 0; depth < 5 && typeof place === "object" && place !== null; depth++) {
    const parts = place as Readonly<Record<string, unknown>>;
    if (typeof parts["name"] === "string") return parts["name"];
    place = parts["node"] ?? parts["table"] ?? parts["identifier"];
  }
  return undefined;
}
