import type { FastifyRequest } from "fastify";
import { z } from "zod";
import { DomainError } from "../domain/errors.ts";
import { compareCodeUnits } from "../domain/text.ts";
import { requireResource } from "../usecases/access.ts";
import { credentialOf } from "../verify/credential.ts";
import { decideProven, provenKey } from "../verify/decide.ts";
import { type Decision, REFUSAL_CODES } from "../verify/decision.ts";
import { type Validity, validityOf } from "../verify/validity.ts";
import type { Freshness, RouteParts } from "./api.ts";
import { requireFresh } from "./authenticate.ts";
import type { Way } from "./metrics/verification-tally.ts";
import type { Principal } from "./open-account.ts";

/** A question as it is asked. */
export const questionSchema = z.strictObject({
  account: z.string().max(200).describe("In which account the credential is to open something."),
  key: z.string().max(1_000),
  token: z.string().max(1_000),
  resource: z.string().max(200).optional().describe("Without one: whether it opens the account at all."),
  ip: z
    .union([z.ipv4(), z.ipv6()])
    .optional()
    .describe("Where the caller's request came from. A key that is bound to networks is refused without it."),
  expand: z
    .array(z.enum(["resources", "validity"]))
    .max(2)
    .optional()
    .describe("`validity`, for services that follow the changes: how long they may remember the answer."),
});

/** What an answer has to know of, for callers who have heard of a change and must not be answered from before it. */
const atLeastRevisionInput = z
  .int()
  .min(0)
  .optional()
  .describe("The answer takes this revision into account, or is 503 STALE.");

/** What `POST /v1/verify` takes. */
export const verifyBody = questionSchema.extend({ atLeastRevision: atLeastRevisionInput });

/** Most questions that one request asks. */
const CHECKS_MAX = 100;

/** What `POST /v1/verify/batch` takes. */
export const verifyBatchBody = z.strictObject({
  checks: z.array(questionSchema).max(CHECKS_MAX),
  atLeastRevision: atLeastRevisionInput,
});

const validitySchema = z.object({
  epoch: z.string().describe("The history that `revision` is of, as in the stream of changes."),
  tokenId: z.string().describe("Names the token in reports of use."),
  maxAgeMs: z.int().nullable().describe("From when the question was sent; null: as long as no change concerns it."),
});

/** An answer as it is given. */
export const decisionSchema = z
  .object({
    valid: z.boolean(),
    code: z.enum(["VALID", ...REFUSAL_CODES]),
    account: z.string().optional(),
    key: z.string().optional(),
    owner: z.string().optional().describe("The account that generated the key."),
    external: z.boolean().optional().describe("Whether that is another account than the one asked for."),
    name: z.string().optional().describe("What the account asked for calls the key."),
    roles: z.array(z.string()).optional().describe("Ids of the roles assigned in the account."),
    resources: z.array(z.string()).optional(),
    rateLimit: z
      .object({
        limit: z.int().describe("Requests per minute."),
        setBy: z.enum(["owner", "host"]),
        remaining: z.int().describe("Requests that this node would allow now."),
        resetSeconds: z.int().describe("In how many seconds there will be more again."),
      })
      .optional()
      .describe(
        "How the key's limit stands; of two, the stricter. Of the owner's a host's own keys hear only by a refusal.",
      ),
    retryAfterSeconds: z.int().optional().describe("With RATE_LIMITED: in how many seconds it may pass again."),
    revision: z.int().describe("The newest change that this answer takes into account."),
    networksSetBy: z
      .enum(["owner", "host"])
      .optional()
      .describe("With IP_DENIED: who lets the key be used from some networks only, which the address is in none of."),
    validity: validitySchema
      .optional()
      .describe("For services that ask for it. Without it, or `validityForIp`, the answer may not be remembered."),
    validityForIp: validitySchema
      .optional()
      .describe(
        "Instead of `validity`, where the key is bound to networks: the answer is of questions with the same `ip` alone.",
      ),
  })
  .meta({ id: "Decision" });

/**
 * Answers are written as they are put together here, which says what is in them: to check that once more against their schema
 * would cost more than the decision.
 */
export const writeAnswer = (): ((answer: unknown) => string) => JSON.stringify;

/** Of which revision an answer is, and for whom. */
export interface Setting {
  readonly revision: number;
  readonly asker: Principal;
}

/**
 * Answers a question from what this node knows.
 *
 * @param setting.asker what is left of a limit says what the key does elsewhere: where that is another account's, the platform alone is told
 *   (rule 8)
 */
export function answerTo(
  { judge, metrics }: Pick<RouteParts, "judge" | "metrics">,
  way: Way,
  { account, expand, ip, key, resource, token }: z.output<typeof questionSchema>,
  { asker, revision }: Setting,
): z.input<typeof decisionSchema> {
  const nowMs = judge.nowMs();
  const credential = credentialOf(key, token);
  const proven = credential && provenKey(judge, credential, nowMs);
  const decided = decideProven(judge, proven, { account, resource, ip }, nowMs);
  metrics.tally.count(way, decided);
  const decision = asToldTo(asker, decided);
  const wantsValidity = proven && expand?.includes("validity") && mayRemember(asker);
  const validity = wantsValidity ? validityOf(judge, proven, account) : undefined;
  const remembered = validity && remembering(validity);
  if (!decision.valid) return { ...decision, revision, ...remembered };
  const answer = { ...decision, roles: [...decision.roles], revision, ...remembered };
  if (!expand?.includes("resources")) return answer;
  const resources = [...judge.directory.resourcesOfRoles(account, decision.roles)].toSorted(compareCodeUnits);
  return { ...answer, resources };
}

/** Apart for what is bound to networks: whoever knows of none then doesn't take an answer for one about every address. */
function remembering({ isOfAddress, ...how }: Validity) {
  return isOfAddress ? { validityForIp: how } : { validity: how };
}

/**
 * Whether whoever asks is of the platform, which can hear of changes, and so remember an answer for as long as it holds.
 */
export function mayRemember({ kind }: Principal): boolean {
  return kind === "service" || kind === "operator";
}

/** A decision as far as it is told to who asks: a host learns nothing of how much a key is used elsewhere (rule 8). */
export function asToldTo(asker: Principal, decision: Decision): Decision {
  if (mayRemember(asker) || decision.code === "INVALID_CREDENTIALS") return decision;
  if (!decision.external || decision.rateLimit?.setBy !== "owner") return decision;
  const { rateLimit: _owners, ...rest } = decision;
  return rest;
}

/** Services and operators may ask about every account, others about those in which they hold the resource for it. */
export async function requireMayAsk(parts: RouteParts, request: FastifyRequest, account: string): Promise<void> {
  if (mayRemember(parts.principalOf(request))) return;
  requireResource(await parts.accessOf(request, account), "account.verify-api-keys");
}

/**
 * Makes sure that this node may answer, and from a revision on where the caller demands one: it looks once for what it has
 * not heard of yet.
 *
 * @throws DomainError `STALE`
 */
export async function requireKnown(freshness: Freshness, revision: number | undefined): Promise<void> {
  requireFresh(freshness);
  if (revision === undefined || freshness.revision() >= revision) return;
  // Where the database can't be reached, it hears of nothing.
  await freshness.catchUp().catch(() => undefined);
  if (freshness.revision() >= revision) return;
  throw new DomainError("STALE", `This node has not heard of revision ${revision} yet.`, { retryAfterSeconds: 1 });
}
