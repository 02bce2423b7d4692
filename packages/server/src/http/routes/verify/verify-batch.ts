import { z } from "zod";
import type { Api, RouteParts } from "../../api.ts";
import { readKeptBody } from "../../read-before.ts";
import {
  answerTo,
  decisionSchema,
  requireKnown,
  requireMayAsk,
  verifyBatchBody,
  writeAnswer,
} from "../../verification.ts";

export function verifyBatchRoute(api: Api, parts: RouteParts): void {
  const { freshness } = parts;
  api.post(
    "/v1/verify/batch",
    {
      config: { secretFields: ["/checks/*/token", "/checks/*/key"], isMeasured: false },
      // Use is counted: a line in the log for each question would cost as much as answering it.
      logLevel: "warn",
      serializerCompiler: writeAnswer,
      preParsing: readKeptBody,
      schema: {
        operationId: "verifyBatch",
        summary: "Many questions at once, answered in their order from one revision",
        tags: ["Verification"],
        body: verifyBatchBody,
        response: { 200: z.object({ results: z.array(decisionSchema) }) },
      },
    },
    async (request) => {
      const { atLeastRevision, checks } = request.body;
      for (const account of new Set(checks.map((check) => check.account))) await requireMayAsk(parts, request, account);
      await requireKnown(freshness, atLeastRevision);
      const setting = { revision: freshness.revision(), asker: parts.principalOf(request) };
      return { results: checks.map((check) => answerTo(parts, "batch", check, setting)) };
    },
  );
}
