import { AsyncLocalStorage } from "node:async_hooks";
import type { IncomingMessage, ServerResponse } from "node:http";
import {
  type Context,
  defaultTextMapGetter,
  diag,
  DiagLogLevel,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
  type Tracer,
} from "@opentelemetry/api";
import { W3CTraceContextPropagator } from "@opentelemetry/core";
import { OTLPTraceExporter as JsonExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { OTLPTraceExporter as ProtobufExporter } from "@opentelemetry/exporter-trace-otlp-proto";
import {
  detectResources,
  resourceAttributesEnvDetector,
  resourceFromAttributes,
  serviceNameEnvDetector,
} from "@opentelemetry/resources";
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  BatchSpanProcessor,
  ParentBasedSampler,
  type Sampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from "@opentelemetry/sdk-trace";
import type { FastifyBaseLogger } from "fastify";
import type { Wait } from "../background.ts";
import type { RequestHandler } from "../http/fast-path.ts";
import type { Logger } from "kysely";
import type { Clock } from "../verify/trusted-clock.ts";
import { statementSpans } from "./statements.ts";
import type { Tracing } from "./tracing.ts";
import type { TracingSettings } from "./settings.ts";
import type { SendWebhook } from "../usecases/deliver-webhooks.ts";

/** Asked every few seconds by whoever looks after the process: nobody looks for these among traces. */
const UNTRACED: ReadonlySet<string | undefined> = new Set(["/healthz", "/readyz"]);
/** What the fast path answers: these addresses are their routes. */
const FAST_ROUTES: ReadonlySet<string | undefined> = new Set(["/v1/authorize", "/v1/verify", "/v1/verify/batch"]);
const METHODS: ReadonlySet<string> = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

/** How long the end waits for a collector to take what is left, in milliseconds. */
const CLOSE_MS = 2_000;

export interface TracesParts {
  readonly clock: Pick<Clock, "nowMs">;
  readonly logger: Pick<FastifyBaseLogger, "warn">;
  readonly wait: Wait;
}

/** A request that is under way. */
interface Request {
  readonly span: Span;
  readonly context: Context;
  readonly method: string;
  route: string | undefined;
}

/**
 * Traces over OTLP, by OpenTelemetry's SDK. Loaded only where an endpoint is set.
 *
 * A span says which kind of thing was done, and never to whom: no address, header, account, key or text of a statement, any of which may hold
 * what somebody pasted there (rule 2).
 */
export class Traces implements Tracing {
  readonly #provider: TracerProvider;
  readonly #tracer: Tracer;
  readonly #propagator = new W3CTraceContextPropagator();
  readonly #requests = new AsyncLocalStorage<Request>();
  readonly #changes = new AsyncLocalStorage<Context>();

  readonly #clock: TracesParts["clock"];
  readonly #wait: Wait;

  constructor(settings: TracingSettings, { clock, logger, wait }: TracesParts) {
    this.#clock = clock;
    this.#wait = wait;
    // What can't be sent is lost, and said.
    const warn = (...said: unknown[]) => logger.warn({ reason: said.map(String).join(" ").slice(0, 500) }, "traces");
    const quiet = () => undefined;
    diag.setLogger(
      { error: warn, warn, info: quiet, debug: quiet, verbose: quiet },
      { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true },
    );
    const exporter =
      settings.protocol === "http/json"
        ? new JsonExporter({ url: settings.url })
        : new ProtobufExporter({ url: settings.url });
    this.#provider = new TracerProvider({
      resource: resourceFromAttributes({ "service.name": "latchkey" }).merge(
        detectResources({ detectors: [resourceAttributesEnvDetector, serviceNameEnvDetector] }),
      ),
      sampler: samplerOf(settings),
      spanProcessors: [
        new BatchSpanProcessor({
          exporter,
          scheduledDelayMillis: settings.delayMs,
          maxQueueSize: settings.queueMost,
          maxExportBatchSize: settings.batchMost,
        }),
      ],
    });
    this.#tracer = this.#provider.getTracer("latchkey");
  }

  traced(listener: RequestHandler): RequestHandler {
    return (request, response) => {
      if (UNTRACED.has(request.url)) {
        listener(request, response);
        return;
      }
      const begun = this.#begin(request);
      response.once("close", () => end(begun, response));
      this.#requests.run(begun, listener, request, response);
    };
  }

  routed(route: string | undefined, requestId: string): void {
    const request = this.#requests.getStore();
    if (!request) return;
    request.route = route;
    request.span.setAttribute("latchkey.request_id", requestId);
  }

  change<Value>(work: () => Promise<Value>): Promise<Value> {
    const around = this.#underWay();
    if (!around) return work();
    const span = this.#tracer.startSpan("change", { kind: SpanKind.INTERNAL }, around);
    return this.#changes.run(trace.setSpan(around, span), () => work().finally(() => span.end()));
  }

  sending(send: SendWebhook): SendWebhook {
    return async (message, signal) => {
      const attributes = {
        "http.request.method": "POST",
        "server.address": URL.parse(message.url)?.hostname ?? "",
        "latchkey.webhook_message_id": message.id,
      };
      const span = this.#tracer.startSpan("POST webhook", { kind: SpanKind.CLIENT, attributes }, ROOT_CONTEXT);
      try {
        const { problem, status } = await send(message, signal);
        if (status !== null) span.setAttribute("http.response.status_code", status);
        if (problem !== null) span.setAttribute("error.type", problem).setStatus({ code: SpanStatusCode.ERROR });
        return { problem, status };
      } finally {
        span.end();
      }
    };
  }

  statements(system: "sqlite" | "postgresql"): Logger {
    return statementSpans(this.#tracer, { system, underWay: () => this.#underWay(), nowMs: this.#clock.nowMs });
  }

  async flush(): Promise<void> {
    await this.#provider.forceFlush();
  }

  async close(): Promise<void> {
    const sent = new AbortController();
    const shutdown = this.#provider.shutdown().finally(() => sent.abort());
    await Promise.race([shutdown, this.#wait(CLOSE_MS, sent.signal)]);
    diag.disable();
  }

  #begin(request: IncomingMessage): Request {
    const method = METHODS.has(request.method ?? "") ? (request.method ?? "") : "_OTHER";
    const parent = this.#propagator.extract(ROOT_CONTEXT, request.headers, defaultTextMapGetter);
    const attributes = {
      "http.request.method": method,
      "url.scheme": "encrypted" in request.socket ? "https" : "http",
      "network.protocol.version": request.httpVersion,
    };
    const span = this.#tracer.startSpan(method, { kind: SpanKind.SERVER, attributes }, parent);
    const route = FAST_ROUTES.has(request.url) ? request.url : undefined;
    return { span, context: trace.setSpan(parent, span), method, route };
  }

  /** What statements and changes are part of: `undefined` for what the service does by itself. */
  #underWay(): Context | undefined {
    return this.#changes.getStore() ?? this.#requests.getStore()?.context;
  }
}

function end({ method, route, span }: Request, response: ServerResponse): void {
  const { statusCode } = response;
  if (route !== undefined) span.updateName(`${method} ${route}`).setAttribute("http.route", route);
  // Nobody waited for the answer.
  if (!response.headersSent) span.setAttribute("error.type", "aborted");
  else span.setAttribute("http.response.status_code", statusCode);
  // A refusal is the caller's error, not ours.
  if (statusCode >= 500) span.setAttribute("error.type", String(statusCode)).setStatus({ code: SpanStatusCode.ERROR });
  span.end();
}

function samplerOf({ ratio, sampler }: TracingSettings): Sampler {
  switch (sampler) {
    case "always_on":
      return new AlwaysOnSampler();
    case "always_off":
      return new AlwaysOffSampler();
    case "traceidratio":
      return new TraceIdRatioBasedSampler(ratio);
    case "parentbased_always_on":
      return new ParentBasedSampler({ root: new AlwaysOnSampler() });
    case "parentbased_always_off":
      return new ParentBasedSampler({ root: new AlwaysOffSampler() });
    case "parentbased_traceidratio":
      return new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(ratio) });
  }
}
