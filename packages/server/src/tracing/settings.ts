/** How traces are sent, by OpenTelemetry's own variables. What isn't here the exporter reads by itself: headers, time-outs, certificates. */
export interface TracingSettings {
  /** Where spans are posted to. */
  readonly url: string;
  readonly protocol: "http/protobuf" | "http/json";
  readonly sampler: SamplerName;
  /** The part of all traces that is kept where the sampler is one by ratio, 0 to 1. */
  readonly ratio: number;
  /** How long spans wait for others to be sent with, in milliseconds. */
  readonly delayMs: number;
  /** Spans that wait at most; what comes beyond is lost. */
  readonly queueMost: number;
  /** Spans that are sent at once. */
  readonly batchMost: number;
}

const SAMPLERS = [
  "always_on",
  "always_off",
  "traceidratio",
  "parentbased_always_on",
  "parentbased_always_off",
  "parentbased_traceidratio",
] as const;

export type SamplerName = (typeof SAMPLERS)[number];

const PROTOCOLS = ["http/protobuf", "http/json"] as const;

type Environment = Readonly<Record<string, string | undefined>>;
type Bad = (name: string, problem: string) => Error;

/**
 * Reads OpenTelemetry's variables; `undefined` unless an endpoint is set, and where they say that nothing is to be sent.
 *
 * @param bad makes the error that names the first variable whose value is bad
 */
export function tracingSettings(environment: Environment, bad: Bad): TracingSettings | undefined {
  const reader = new Reader(environment, bad);
  const traces = "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT";
  const all = "OTEL_EXPORTER_OTLP_ENDPOINT";
  const isOfTraces = reader.text(traces) !== undefined;
  const endpoint = reader.text(traces) ?? reader.text(all);
  const isOff = reader.text("OTEL_SDK_DISABLED")?.toLowerCase() === "true";
  if (endpoint === undefined || isOff) return undefined;
  if (reader.oneOf("OTEL_TRACES_EXPORTER", ["otlp", "none"], "otlp") === "none") return undefined;
  if (!/^https?:$/.test(URL.parse(endpoint)?.protocol ?? "")) {
    // Never the value in the message: it may hold a password.
    throw bad(isOfTraces ? traces : all, "must be an address such as http://127.0.0.1:4318");
  }
  const protocol = "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL";
  const queueMost = reader.positive("OTEL_BSP_MAX_QUEUE_SIZE", 2_048);
  return {
    url: isOfTraces ? endpoint : `${endpoint.replace(/\/+$/, "")}/v1/traces`,
    protocol: reader.oneOf(
      reader.text(protocol) === undefined ? "OTEL_EXPORTER_OTLP_PROTOCOL" : protocol,
      PROTOCOLS,
      "http/protobuf",
    ),
    sampler: reader.oneOf("OTEL_TRACES_SAMPLER", SAMPLERS, "parentbased_always_on"),
    ratio: reader.ratio("OTEL_TRACES_SAMPLER_ARG"),
    delayMs: reader.positive("OTEL_BSP_SCHEDULE_DELAY", 5_000),
    queueMost,
    batchMost: Math.min(reader.positive("OTEL_BSP_MAX_EXPORT_BATCH_SIZE", 512), queueMost),
  };
}

class Reader {
  readonly #environment: Environment;
  readonly #bad: Bad;

  constructor(environment: Environment, bad: Bad) {
    this.#environment = environment;
    this.#bad = bad;
  }

  /** Empty is as good as absent (OpenTelemetry's specification of variables). */
  text(variable: string): string | undefined {
    return this.#environment[variable]?.trim() || undefined;
  }

  oneOf<const Name extends string>(variable: string, names: readonly Name[], absent: Name): Name {
    const text = this.text(variable) ?? absent;
    const found = names.find((name) => name === text);
    if (found === undefined) throw this.#bad(variable, `must be one of ${names.join(", ")}`);
    return found;
  }

  ratio(variable: string): number {
    const value = Number(this.text(variable) ?? 1);
    if (value >= 0 && value <= 1) return value;
    throw this.#bad(variable, "must be a number from 0 to 1");
  }

  positive(variable: string, absent: number): number {
    const text = this.text(variable) ?? String(absent);
    if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
    throw this.#bad(variable, "must be a whole number above 0");
  }
}
