import type { Api, RouteParts } from "../../api.ts";
import { readKeptBody } from "../../read-before.ts";
import { answerTo, decisionSchema, requireKnown, requireMayAsk, verifyBody, writeAnswer } from "../../verification.ts";

export function verifyRoute(api: Api, parts: RouteParts): void {
  const { freshness } = parts;
  api.post(
    "/v1/verify",
    {
      // A caller's swapped key and token are a wrong credential, which nothing keeps and no answer repeats.
      config: { secretFields: ["/token", "/key"], isMeasured: false },
      // Use is counted: a line in the log for each question would cost as much as answering it.
      logLevel: "warn",
      serializerCompiler: writeAnswer,
      preParsing: readKeptBody,
      schema: {
        operationId: "verify",
        summary: "May this credential do this in this account?",
        tags: ["Verification"],
        body: verifyBody,
        response: { 200: decisionSchema },
      },
    },
    async (request) => {
      const { atLeastRevision, ...question } = request.body;
      await requireMayAsk(parts, request, question.account);
      await requireKnown(freshness, atLeastRevision);
      return answerTo(parts, "verify", question, { revision: freshness.revision(), asker: parts.principalOf(request) });
    },
  );
}
