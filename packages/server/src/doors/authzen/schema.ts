import { z } from "zod";
import { REFUSAL_CODES } from "../../verify/decision.ts";

/** Most evaluations that one request asks for. */
const EVALUATIONS_MAX = 100;

/** The specification leaves room for more fields everywhere: what we don't know is overlooked. */
const anyObject = z.looseObject({});

const subjectInput = z.looseObject({
  type: z.string().max(200).describe("`api-key`. The answer to any other is no."),
  id: z.string().max(1_000).describe("The key string."),
  properties: z
    .looseObject({
      token: z
        .string()
        .max(1_000)
        .optional()
        .describe("The token. Without it nothing is proven, and the answer is no."),
      // Alone of what is optional it is refused where it can't be read: what depends on where a request came from must not rest on nothing.
      ip_address: z
        .union([z.ipv4(), z.ipv6()])
        .optional()
        .describe("Where the caller's request came from, without a port. What is no address is refused."),
    })
    .optional(),
});

const actionInput = z.looseObject({
  name: z
    .string()
    .max(200)
    .describe(
      "The resource that the roles have to open, such as `oms.view-order`; `access`: whether they open the account.",
    ),
  properties: anyObject.optional(),
});

const resourceInput = z.looseObject({
  type: z.string().max(200).describe("`account`. The answer to any other is no."),
  id: z.string().max(200).describe("The account's name."),
  properties: anyObject.optional(),
});

const contextInput = anyObject.optional().describe("Anything; nothing in it counts.");

/** Access Evaluation request (Authorization API 1.0, section 6.1). */
export const evaluationInput = z.looseObject({
  subject: subjectInput,
  action: actionInput,
  resource: resourceInput,
  context: contextInput,
});

export type Evaluation = z.output<typeof evaluationInput>;

/** Access Evaluations request (section 7.1): what stands beside `evaluations` is the default for each. */
export const evaluationsInput = z.looseObject({
  subject: subjectInput.optional(),
  action: actionInput.optional(),
  resource: resourceInput.optional(),
  context: contextInput,
  options: z
    .looseObject({
      evaluations_semantic: z.enum(["execute_all", "deny_on_first_deny", "permit_on_first_permit"]).optional(),
    })
    .optional(),
  evaluations: z
    .array(anyObject)
    .max(EVALUATIONS_MAX)
    .optional()
    .describe(
      "Each as in a single evaluation, but for what it takes from the defaults. Without any: a single evaluation.",
    ),
});

/** Why a question is none that a verification answers. */
export const UNANSWERABLE_CODES = ["UNSUPPORTED_SUBJECT", "UNSUPPORTED_RESOURCE", "TOKEN_NEEDED"] as const;

export type UnanswerableCode = (typeof UNANSWERABLE_CODES)[number];

/** Access Evaluation response (section 6.2). */
export const answerSchema = z
  .object({
    decision: z.boolean(),
    context: z
      .looseObject({
        code: z
          .enum(["VALID", ...REFUSAL_CODES, ...UNANSWERABLE_CODES])
          .optional()
          .describe("As of a verification; or why this is none."),
        reason_admin: z.record(z.string(), z.string()).optional().describe("By language; not for the caller to see."),
        error: z.object({ status: z.int(), message: z.string() }).optional(),
        revision: z.int().optional().describe("The newest change that this answer takes into account."),
      })
      .optional(),
  })
  .meta({ id: "AccessEvaluation" });

export type Answer = z.input<typeof answerSchema>;
