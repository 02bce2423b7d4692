import { z } from "zod";
import type { Api, RouteParts } from "../../api.ts";
import {
  answerTo,
  atLeastRevisionInput,
  decisionSchema,
  mayRemember,
  questionSchema,
  requireKnown,
  requireMayAsk,
  writeAnswer,
} from "../../verification.ts";

/** Most questions that one request asks. */
const CHECKS_MAX = 100;

export function verifyBatchRoute(api: Api, parts: RouteParts): void {
  const { judge, freshness } = parts;
  api.post(
    "/v1/verify/batch",
    {
      config: { secretFields: ["/checks/*/token", "/checks/*/key"] },
      // Use is counted: a line in the log for each question would cost as much as answering it.
      logLevel: "warn",
      serializerCompiler: writeAnswer,
      schema: {
        operationId: "verifyBatch",
        summary: "Many questions at once, answered in their order from one revision",
        tags: ["Verification"],
        body: z.strictObject({
          checks: z.array(questionSchema).max(CHECKS_MAX),
          atLeastRevision: atLeastRevisionInput,
        }),
        response: { 200: z.object({ results: z.array(decisionSchema) }) },
      },
    },
    async (request) => {
      const { atLeastRevision, checks } = request.body;
      for (const account of new Set(checks.map((check) => check.account))) await requireMayAsk(parts, request, account);
      await requireKnown(freshness, atLeastRevision);
      const as = { revision: freshness.revision(), mayRemember: mayRemember(parts, request) };
      return { results: checks.map((check) => answerTo(judge, check, as)) };
    },
  );
}
