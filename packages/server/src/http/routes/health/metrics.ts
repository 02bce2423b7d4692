import { z } from "zod";
import { DomainError } from "../../../domain/errors.ts";
import type { Api, RouteParts } from "../../api.ts";

export function metricsRoute(api: Api, { metrics, principalOf }: RouteParts): void {
  api.get(
    "/metrics",
    {
      schema: {
        operationId: "getMetrics",
        summary: "What the service tells of itself, in Prometheus's text format: for operators and services",
        tags: ["Health"],
        produces: ["text/plain"],
        response: { 200: z.string().describe("One line for each series.") },
      },
    },
    async (request, reply) => {
      const { kind } = principalOf(request);
      if (kind !== "operator" && kind !== "service") {
        throw new DomainError("FORBIDDEN", "Only operators and services may read this.");
      }
      return reply.header("content-type", metrics.contentType).send(await metrics.text());
    },
  );
}
