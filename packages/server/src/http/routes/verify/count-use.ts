import { z } from "zod";
import { DomainError } from "../../../domain/errors.ts";
import { countUse, outcomeOf } from "../../../verify/decide.ts";
import { REFUSAL_CODES } from "../../../verify/decision.ts";
import type { Api, RouteParts } from "../../api.ts";
import { requireFresh } from "../../authenticate.ts";
import { mayRemember } from "../../verification.ts";

/** Most that one request reports. */
const USES_MAX = 500;
/** Most times of one use: more than anybody asks in the time between two reports. */
const COUNT_MAX = 1_000_000_000;
/** How long ago the last of a use may be, in milliseconds: a report that is older is of another day. */
const AGO_MAX_MS = 60 * 60 * 1_000;

const useSchema = z.strictObject({
  account: z.string().max(200),
  key: z.string().max(1_000),
  tokenId: z.string().max(200).describe("As the answer's `validity` named it."),
  resource: z.string().max(200).optional(),
  code: z.enum(["VALID", ...REFUSAL_CODES]).describe("The answer that was given."),
  networksSetBy: z.enum(["owner", "host"]).optional().describe("As the answer said it, with IP_DENIED."),
  count: z.int().min(1).max(COUNT_MAX),
  lastUsedAgoMs: z.int().min(0).max(AGO_MAX_MS).describe("How long ago the last of them was."),
  ip: z.union([z.ipv4(), z.ipv6()]).optional().describe("Where the last of them came from."),
});

export function countUseRoute(api: Api, parts: RouteParts): void {
  const { freshness, judge } = parts;
  api.post(
    "/v1/use",
    {
      schema: {
        operationId: "countUse",
        summary: "Counts what a service has answered from its memory, as if it had asked each time",
        description:
          "Not repeatable: where a request's fate is unknown, sending it again may count twice. What names a key, token or account that " +
          "isn't there any more counts for nobody.",
        tags: ["Verification"],
        body: z.strictObject({ uses: z.array(useSchema).max(USES_MAX) }),
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      if (!mayRemember(parts.principalOf(request))) {
        throw new DomainError("FORBIDDEN", "Only services and operators may report what they answered themselves.");
      }
      requireFresh(freshness);
      for (const { code, count, key, lastUsedAgoMs, networksSetBy, tokenId, ...question } of request.body.uses) {
        const entry = judge.directory.key(key);
        const token = [entry?.current, entry?.renewed].find((each) => each?.id === tokenId);
        const outcome = outcomeOf({ code, ...(networksSetBy && { networksSetBy }) });
        if (!entry || !token || !outcome || !concerns(parts, entry.owner, key, question.account)) continue;
        const atMs = judge.nowMs() - lastUsedAgoMs;
        countUse(judge, { key: entry, token }, outcome, question, { times: count, atMs });
      }
      return reply.code(204).send(null);
    },
  );
}

/** Whether an account has to do with a key: to any other its use is nobody's. */
function concerns({ judge: { directory } }: RouteParts, owner: string, key: string, account: string): boolean {
  return account === owner || directory.admission(key, account) !== undefined;
}
