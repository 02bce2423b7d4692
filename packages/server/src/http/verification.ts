import type { FastifyRequest } from "fastify";
import { z } from "zod";
import { DomainError } from "../domain/errors.ts";
import { compareCodeUnits } from "../domain/text.ts";
import { requireResource } from "../usecases/access.ts";
import { credentialOf } from "../verify/credential.ts";
import { decideProven, type Judge, provenKey } from "../verify/decide.ts";
import { REFUSAL_CODES } from "../verify/decision.ts";
import { validityOf } from "../verify/validity.ts";
import type { Freshness, RouteParts } from "./api.ts";
import { requireFresh } from "./authenticate.ts";

/** A question as it is asked. */
export const questionSchema = z.strictObject({
  account: z.string().max(200).describe("In which account the credential is to open something."),
  key: z.string().max(1_000),
  token: z.string().max(1_000),
  resource: z.string().max(200).optional().describe("Without one: whether it opens the account at all."),
  ip: z.union([z.ipv4(), z.ipv6()]).optional().describe("Where the caller's request came from."),
  expand: z
    .array(z.enum(["resources", "validity"]))
    .max(2)
    .optional()
    .describe("`validity`, for services that follow the changes: how long they may remember the answer."),
});

/** What an answer has to know of, for callers who have heard of a change and must not be answered from before it. */
export const atLeastRevisionInput = z
  .int()
  .min(0)
  .optional()
  .describe("The answer takes this revision into account, or is 503 STALE.");

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
    revision: z.int().describe("The newest change that this answer takes into account."),
    validity: z
      .object({
        epoch: z.string().describe("The history that `revision` is of, as in the stream of changes."),
        tokenId: z.string().describe("Names the token in reports of use."),
        maxAgeMs: z
          .int()
          .nullable()
          .describe("From when the question was sent; null: as long as no change concerns it."),
      })
      .optional()
      .describe("For services that ask for it. Without it the answer may not be remembered."),
  })
  .meta({ id: "Decision" });

/**
 * Answers are written as they are put together here, which says what is in them: to check that once more against their schema
 * would cost more than the decision.
 */
export const writeAnswer = (): ((answer: unknown) => string) => JSON.stringify;

/** Answers a question from what this node knows. */
export function answerTo(
  judge: Judge,
  { account, expand, ip, key, resource, token }: z.output<typeof questionSchema>,
  { mayRemember, revision }: { readonly revision: number; readonly mayRemember: boolean },
): z.input<typeof decisionSchema> {
  const credential = credentialOf(key, token);
  const proven = credential && provenKey(judge, credential);
  const decision = decideProven(judge, proven, { account, resource, ip });
  const wantsValidity = mayRemember && expand?.includes("validity");
  const validity = wantsValidity && proven && validityOf(judge, proven, account);
  const kept = validity ? { revision, validity } : { revision };
  if (!decision.valid) return { ...decision, ...kept };
  const { roles, ...rest } = decision;
  const resources = expand?.includes("resources")
    ? { resources: [...judge.directory.resourcesOfRoles(account, roles)].toSorted(compareCodeUnits) }
    : {};
  return { ...rest, roles: [...roles], ...resources, ...kept };
}

/** Whether whoever asks can hear of changes, and so remember an answer for as long as it holds. */
export function mayRemember(parts: RouteParts, request: FastifyRequest): boolean {
  const { kind } = parts.principalOf(request);
  return kind === "service" || kind === "operator";
}

/** Services and operators may ask about every account, others about those in which they hold the resource for it. */
export async function requireMayAsk(parts: RouteParts, request: FastifyRequest, account: string): Promise<void> {
  const { kind } = parts.principalOf(request);
  if (kind === "service" || kind === "operator") return;
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
