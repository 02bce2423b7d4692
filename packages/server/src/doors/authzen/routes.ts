import { containsSecret } from "@latchkey/sdk/credential-format";
import type { FastifyRequest } from "fastify";
import { z } from "zod";
import { DomainError } from "../../domain/errors.ts";
import type { Api, RouteParts } from "../../http/api.ts";
import { replyWithProblem, toDomainError } from "../../http/problem.ts";
import { requireKnown, requireMayAsk, writeAnswer } from "../../http/verification.ts";
import { accountOf, type Deciding, evaluate, evaluateAll, type Question, questionsOf } from "./evaluate.ts";
import { answerSchema, type Evaluation, evaluationInput, evaluationsInput } from "./schema.ts";

const EVALUATION = "/access/v1/evaluation";
const EVALUATIONS = "/access/v1/evaluations";
const REQUEST_ID = "x-request-id";
/** How long the metadata may be kept, in seconds. */
const METADATA_MAX_AGE_SECONDS = 3_600;
const TAGS = ["AuthZEN"];

/**
 * The OpenID Foundation's Authorization API 1.0 (AuthZEN): evaluation, evaluations and metadata. A question is a verification
 * in other words: may the API key that is the subject, in the account that is the resource, do what the action names?
 */
export function authzenRoutes(api: Api, parts: RouteParts): void {
  void api.register((scope, _options, done) => {
    scope.addHook("onSend", (request, reply, payload, sent) => {
      const id = requestId(request);
      if (id !== undefined) void reply.header(REQUEST_ID, id);
      sent(null, payload);
    });
    scope.setErrorHandler((error, request, reply) => replyWithProblem(inItsTerms(error), request, reply));
    evaluationRoutes(scope, parts);
    metadataRoute(scope, parts);
    done();
  });
}

function evaluationRoutes(api: Api, parts: RouteParts): void {
  const { freshness, judge, metrics, principalOf } = parts;
  const deciding = (request: FastifyRequest): Deciding => ({
    judge,
    metrics,
    asker: principalOf(request),
    revision: freshness.revision(),
  });
  const one = async (request: FastifyRequest, evaluation: Evaluation) => {
    await requireMayAskAll(parts, request, [{ evaluation }]);
    await requireKnown(freshness, undefined);
    return evaluate(deciding(request), evaluation);
  };
  api.post(
    EVALUATION,
    {
      // A caller's swapped key and token are a wrong credential, which nothing keeps and no answer repeats.
      config: { secretFields: ["/subject/id", "/subject/properties/token"] },
      logLevel: "warn",
      serializerCompiler: writeAnswer,
      schema: {
        operationId: "evaluateAccess",
        summary: "Access Evaluation: may this API key, in this account, do what the action names?",
        tags: TAGS,
        body: evaluationInput,
        response: { 200: answerSchema },
      },
    },
    (request) => one(request, request.body),
  );
  api.post(
    EVALUATIONS,
    {
      config: {
        secretFields: ["", "/evaluations/*"].flatMap((at) => [`${at}/subject/id`, `${at}/subject/properties/token`]),
      },
      logLevel: "warn",
      serializerCompiler: writeAnswer,
      schema: {
        operationId: "evaluateAccesses",
        summary: "Access Evaluations: many questions at once, answered in their order from one revision",
        tags: TAGS,
        body: evaluationsInput,
        response: { 200: z.union([z.object({ evaluations: z.array(answerSchema) }), answerSchema]) },
      },
    },
    async (request) => {
      const { body } = request;
      const questions = questionsOf(body);
      if (questions.length === 0) return one(request, singleOf(body));
      await requireMayAskAll(parts, request, questions);
      await requireKnown(freshness, undefined);
      const semantic = body.options?.evaluations_semantic ?? "execute_all";
      return { evaluations: evaluateAll(deciding(request), questions, semantic) };
    },
  );
}

function metadataRoute(api: Api, { publicUrl }: RouteParts): void {
  const url = z.url();
  api.get(
    "/.well-known/authzen-configuration",
    {
      config: { authenticate: false },
      schema: {
        operationId: "getAuthzenConfiguration",
        summary: "Where the Authorization API is",
        tags: TAGS,
        response: {
          200: z.object({
            policy_decision_point: url,
            access_evaluation_endpoint: url,
            access_evaluations_endpoint: url,
          }),
        },
      },
    },
    (_request, reply) => {
      void reply.header("cache-control", `public, max-age=${METADATA_MAX_AGE_SECONDS}`);
      return {
        policy_decision_point: publicUrl(),
        access_evaluation_endpoint: publicUrl() + EVALUATION,
        access_evaluations_endpoint: publicUrl() + EVALUATIONS,
      };
    },
  );
}

/** Whoever isn't a service has to hold the resource for it in each account; what is about no account tells nobody anything. */
async function requireMayAskAll(
  parts: RouteParts,
  request: FastifyRequest,
  questions: readonly Question[],
): Promise<void> {
  const accounts = questions.flatMap((question) =>
    "problem" in question ? [] : (accountOf(question.evaluation) ?? []),
  );
  for (const account of new Set(accounts)) await requireMayAsk(parts, request, account);
}

function singleOf(body: z.output<typeof evaluationsInput>): Evaluation {
  const parsed = evaluationInput.safeParse(body);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.map(({ message, path }) => ({ path: `/${path.join("/")}`, message }));
  throw new DomainError("INVALID_INPUT", "Some of the input is not valid.", { errors });
}

/** What the caller calls its request: given back, unless it is a secret. */
function requestId({ headers }: FastifyRequest): string | undefined {
  const id = headers[REQUEST_ID];
  return typeof id === "string" && !containsSecret(id) ? id : undefined;
}

/** As the specification's table of errors has it (10.1.2): no 422, and no 404, which an account makes that isn't the caller's. */
function inItsTerms(error: unknown): unknown {
  const expected = toDomainError(error);
  switch (expected?.code) {
    case "INVALID_INPUT":
    case "SECRET_IN_FIELD":
      return new DomainError("MALFORMED_REQUEST", expected.message, expected.extras);
    case "UNKNOWN_ACCOUNT":
      return new DomainError("FORBIDDEN", expected.message);
    default:
      return error;
  }
}
