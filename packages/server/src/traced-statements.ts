import { type Context, type Span, SpanKind, type Tracer } from "@opentelemetry/api";
import type {
  KyselyPlugin,
  PluginTransformQueryArgs,
  PluginTransformResultArgs,
  QueryResult,
  RootOperationNode,
  UnknownRow,
} from "kysely";
import type { SqlEngine } from "./storage/engine.ts";
import type { Schema } from "./storage/schema.ts";

/** What is under way whose statements are to be told of, if anything is. */
export type UnderWay = () => Context | undefined;

/**
 * The same engine, which tells of the statements that a traced request waits for: what they do and to which table, never their text or their
 * values. One that fails shows by the span around it alone.
 */
export function tracedStatements(engine: SqlEngine<Schema>, tracer: Tracer, underWay: UnderWay): SqlEngine<Schema> {
  const plugin = new StatementSpans(tracer, underWay, engine.name === "sqlite" ? "sqlite" : "postgresql");
  return { ...engine, writer: engine.writer.withPlugin(plugin), reader: engine.reader.withPlugin(plugin) };
}

class StatementSpans implements KyselyPlugin {
  readonly #open = new WeakMap<PluginTransformQueryArgs["queryId"], Span>();
  readonly #tracer: Tracer;
  readonly #underWay: UnderWay;
  readonly #system: string;

  constructor(tracer: Tracer, underWay: UnderWay, system: string) {
    this.#tracer = tracer;
    this.#underWay = underWay;
    this.#system = system;
  }

  transformQuery({ node, queryId }: PluginTransformQueryArgs): RootOperationNode {
    const around = this.#underWay();
    if (!around) return node;
    const operation = node.kind.replace(/(Query)?Node$/, "").toUpperCase();
    const table = tableOf(node);
    const attributes = {
      "db.system.name": this.#system,
      "db.operation.name": operation,
      ...(table === undefined ? {} : { "db.collection.name": table }),
    };
    const name = table === undefined ? operation : `${operation} ${table}`;
    this.#open.set(queryId, this.#tracer.startSpan(name, { kind: SpanKind.CLIENT, attributes }, around));
    return node;
  }

  transformResult({ queryId, result }: PluginTransformResultArgs): Promise<QueryResult<UnknownRow>> {
    this.#open.get(queryId)?.end();
    this.#open.delete(queryId);
    return Promise.resolve(result);
  }
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
