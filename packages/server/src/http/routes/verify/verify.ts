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

export function verifyRoute(api: Api, parts: RouteParts): void {
  const { judge, freshness } = parts;
  api.post(
    "/v1/verify",
    {
      // A caller's swapped key and token are a wrong credential, which nothing keeps and no answer repeats.
      config: { secretFields: ["/token", "/key"] },
      // Use is counted: a line in the log for each question would cost as much as answering it.
      logLevel: "warn",
      serializerCompiler: writeAnswer,
      schema: {
        operationId: "verify",
        summary: "May this credential do this in this account?",
        tags: ["Verification"],
        body: questionSchema.extend({ atLeastRevision: atLeastRevisionInput }),
        response: { 200: decisionSchema },
      },
    },
    async (request) => {
      const { atLeastRevision, ...question } = request.body;
      await requireMayAsk(parts, request, question.account);
      await requireKnown(freshness, atLeastRevision);
      return answerTo(judge, question, {
        revision: freshness.revision(),
        mayRemember: mayRemember(parts, request),
      });
    },
  );
}
