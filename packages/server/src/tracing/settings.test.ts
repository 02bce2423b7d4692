import { describe, expect, it } from "vitest";
import { tracingSettings } from "./settings.ts";

const settings = (environment: Record<string, string>) =>
  tracingSettings(environment, (name, problem) => new Error(`${name} ${problem}`));
const ENDPOINT = { OTEL_EXPORTER_OTLP_ENDPOINT: "http://collector:4318/" };

describe("OpenTelemetry's variables", () => {
  it.each<[string, Record<string, string>]>([
    ["no endpoint is set", { OTEL_SERVICE_NAME: "keys", OTEL_TRACES_SAMPLER: "always_on" }],
    ["the endpoint is empty", { OTEL_EXPORTER_OTLP_ENDPOINT: " " }],
    ["the SDK is disabled", { ...ENDPOINT, OTEL_SDK_DISABLED: "TRUE" }],
    ["there is no exporter for traces", { ...ENDPOINT, OTEL_TRACES_EXPORTER: "none" }],
  ])("ask for nothing where %s", (_when, environment) => {
    expect(settings(environment)).toBeUndefined();
  });

  it("have the defaults of the specification", () => {
    expect(settings(ENDPOINT)).toStrictEqual({
      url: "http://collector:4318/v1/traces",
      protocol: "http/protobuf",
      sampler: "parentbased_always_on",
      ratio: 1,
      delayMs: 5_000,
      queueMost: 2_048,
      batchMost: 512,
    });
  });

  it("say where traces go, which of them and how; what is about traces alone counts first", () => {
    expect(
      settings({
        ...ENDPOINT,
        OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: "https://traces.example.com/otlp",
        OTEL_EXPORTER_OTLP_PROTOCOL: "grpc",
        OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: "http/json",
        OTEL_TRACES_EXPORTER: "otlp",
        OTEL_TRACES_SAMPLER: "parentbased_traceidratio",
        OTEL_TRACES_SAMPLER_ARG: "0.25",
        OTEL_BSP_SCHEDULE_DELAY: "100",
        OTEL_BSP_MAX_QUEUE_SIZE: "100",
        OTEL_SDK_DISABLED: "false",
      }),
    ).toStrictEqual({
      url: "https://traces.example.com/otlp",
      protocol: "http/json",
      sampler: "parentbased_traceidratio",
      ratio: 0.25,
      delayMs: 100,
      queueMost: 100,
      batchMost: 100,
    });
  });

  it.each([
    ["OTEL_EXPORTER_OTLP_ENDPOINT", "collector:4318"],
    ["OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "ftp://user:password@collector"],
    ["OTEL_EXPORTER_OTLP_PROTOCOL", "grpc"],
    ["OTEL_TRACES_EXPORTER", "zipkin"],
    ["OTEL_TRACES_SAMPLER", "sometimes"],
    ["OTEL_TRACES_SAMPLER_ARG", "2"],
    ["OTEL_TRACES_SAMPLER_ARG", "half"],
    ["OTEL_BSP_SCHEDULE_DELAY", "-1"],
  ])("are refused by name where %s is %s, without the value", (name, value) => {
    const parse = () => settings({ ...ENDPOINT, [name]: value });
    expect(parse).toThrow(name);
    expect(parse).not.toThrow("password");
  });
});
