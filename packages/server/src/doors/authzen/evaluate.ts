import type { z } from "zod";
import type { RouteParts } from "../../http/api.ts";
import type { Principal } from "../../http/open-account.ts";
import { asToldTo } from "../../http/verification.ts";
import { REFUSALS } from "../../http/routes/verify/authorize.ts";
import { credentialOf } from "../../verify/credential.ts";
import { decide } from "../../verify/decide.ts";
import {
  type Answer,
  type Evaluation,
  evaluationInput,
  type evaluationsInput,
  type UnanswerableCode,
} from "./schema.ts";

/** The action that asks whether a credential opens the account at all. No resource of a catalog is called so: they have a dot. */
const ACCESS = "access";

/** What is said of a question that no verification answers: the decision is no. */
const UNANSWERABLE = {
  UNSUPPORTED_SUBJECT: "The subject's type has to be api-key",
  UNSUPPORTED_RESOURCE: "The resource's type has to be account",
  TOKEN_NEEDED: "A key string is public: without the token nothing is proven",
} as const satisfies Record<UnanswerableCode, string>;

/** The account that a question is about, or `undefined` where it is about something else. */
export function accountOf({ resource }: Evaluation): string | undefined {
  return resource.type === "account" ? resource.id : undefined;
}

/** One question of several, with the defaults filled in, or what is wrong with it. */
export type Question = { readonly evaluation: Evaluation } | { readonly problem: string };

/** What questions are answered with, and to whom. */
export interface Deciding extends Pick<RouteParts, "judge" | "metrics"> {
  readonly asker: Principal;
  /** What the answers take into account. */
  readonly revision: number;
}

/** Answers one question. A refused verification is `decision: false`; so is a question that isn't one. */
export function evaluate({ asker, judge, metrics, revision }: Deciding, evaluation: Evaluation): Answer {
  const { action, subject } = evaluation;
  const account = accountOf(evaluation);
  if (subject.type !== "api-key") return unanswerable("UNSUPPORTED_SUBJECT", revision);
  if (account === undefined) return unanswerable("UNSUPPORTED_RESOURCE", revision);
  const { ip_address: ip, token } = subject.properties ?? {};
  if (token === undefined) return unanswerable("TOKEN_NEEDED", revision);
  const decided = decide(judge, {
    credential: credentialOf(subject.id, token),
    account,
    resource: action.name === ACCESS ? undefined : action.name,
    ip,
  });
  metrics.tally.count("authzen", decided);
  const decision = asToldTo(asker, decided);
  const { valid, ...context } = decision;
  if (valid) return { decision: true, context: { ...context, revision } };
  const [, reason] = REFUSALS[decision.code];
  return { decision: false, context: { ...context, reason_admin: { en: reason }, revision } };
}

/** The questions of a request for several. */
export function questionsOf({
  action,
  context,
  evaluations = [],
  resource,
  subject,
}: z.output<typeof evaluationsInput>): Question[] {
  return evaluations.map((evaluation) => {
    const parsed = evaluationInput.safeParse({ action, context, resource, subject, ...evaluation });
    if (parsed.success) return { evaluation: parsed.data };
    const [issue] = parsed.error.issues;
    return { problem: `/${issue?.path.join("/") ?? ""}: ${issue?.message ?? "is not valid"}` };
  });
}

/** Answers several in their order, up to the one at which the semantic ends. A question that can't be read is a denial. */
export function evaluateAll(
  parts: Deciding,
  questions: readonly Question[],
  semantic: "execute_all" | "deny_on_first_deny" | "permit_on_first_permit",
): Answer[] {
  const answers: Answer[] = [];
  for (const question of questions) {
    const answer: Answer =
      "problem" in question
        ? { decision: false, context: { error: { status: 400, message: question.problem } } }
        : evaluate(parts, question.evaluation);
    answers.push(answer);
    if (semantic === (answer.decision ? "permit_on_first_permit" : "deny_on_first_deny")) break;
  }
  return answers;
}

function unanswerable(code: UnanswerableCode, revision: number): Answer {
  return { decision: false, context: { code, reason_admin: { en: UNANSWERABLE[code] }, revision } };
}
