import type { FastifyRequest } from "fastify";
import { z } from "zod";
import { compareCodeUnits } from "../../../domain/text.ts";
import { requireResource } from "../../../usecases/access.ts";
import { credentialOf } from "../../../verify/credential.ts";
import { REFUSAL_CODES } from "../../../verify/decision.ts";
import { decide } from "../../../verify/decide.ts";
import type { Api, RouteParts } from "../../api.ts";
import { requireFresh } from "../../authenticate.ts";

const questionSchema = z.strictObject({
  account: z.string().max(200).describe("In which account the credential is to open something."),
  key: z.string().max(1_000),
  token: z.string().max(1_000),
  resource: z.string().max(200).optional().describe("Without one: whether it opens the account at all."),
  ip: z.union([z.ipv4(), z.ipv6()]).optional().describe("Where the caller's request came from."),
  expand: z.array(z.literal("resources")).max(1).optional(),
});

const decisionSchema = z
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
  })
  .meta({ id: "Decision" });

export function verifyRoute(api: Api, parts: RouteParts): void {
  const { judge, freshness } = parts;
  api.post(
    "/v1/verify",
    {
      // A caller's swapped key and token are a wrong credential, which nothing keeps and no answer repeats.
      config: { secretFields: ["/token", "/key"] },
      schema: {
        operationId: "verify",
        summary: "May this credential do this in this account?",
        tags: ["Verification"],
        body: questionSchema,
        response: { 200: decisionSchema },
      },
    },
    async (request) => {
      const { account, key, token, resource, ip, expand } = request.body;
      await requireMayAsk(parts, request, account);
      requireFresh(freshness);
      const decision = decide(judge, { credential: credentialOf(key, token), account, resource, ip });
      const revision = freshness.revision();
      if (!decision.valid) return { ...decision, revision };
      const { roles, ...rest } = decision;
      const resources = expand?.includes("resources")
        ? { resources: [...judge.directory.resourcesOfRoles(account, roles)].toSorted(compareCodeUnits) }
        : {};
      return { ...rest, roles: [...roles], ...resources, revision };
    },
  );
}

/** Services and operators may ask about every account, others about those in which they hold the resource for it. */
async function requireMayAsk(parts: RouteParts, request: FastifyRequest, account: string): Promise<void> {
  const { kind } = parts.principalOf(request);
  if (kind === "service" || kind === "operator") return;
  requireResource(await parts.accessOf(request, account), "account.verify-api-keys");
}
