import { z } from "zod";
import type { Api, RouteParts } from "../../api.ts";

export function healthRoutes(api: Api, { freshness }: RouteParts): void {
  api.get(
    "/healthz",
    {
      config: { authenticate: false, isMeasured: false },
      schema: {
        operationId: "getHealth",
        summary: "Whether the process answers",
        tags: ["Health"],
        response: { 200: z.object({ status: z.literal("ok") }) },
      },
    },
    () => ({ status: "ok" as const }),
  );

  const readiness = z.object({
    status: z.enum(["ready", "stale"]),
    revision: z.int().describe("The newest change that answers take into account."),
    ageSeconds: z.number().describe("How old what this node knows is."),
  });
  api.get(
    "/readyz",
    {
      config: { authenticate: false, isMeasured: false },
      schema: {
        operationId: "getReadiness",
        summary: "Whether this node may answer verifications",
        tags: ["Health"],
        response: { 200: readiness, 503: readiness },
      },
    },
    async (_request, reply) => {
      const isStale = freshness.isStale();
      const ageSeconds = Math.min(Number.MAX_SAFE_INTEGER, freshness.ageMs() / 1_000);
      return reply
        .code(isStale ? 503 : 200)
        .send({ status: isStale ? "stale" : "ready", revision: freshness.revision(), ageSeconds });
    },
  );
}
