import { z } from "zod";
import { requireResource } from "../../../usecases/access.ts";
import { REFUSAL_CODES } from "../../../verify/decision.ts";
import { explain } from "../../../verify/explain.ts";
import type { Api, RouteParts } from "../../api.ts";
import { requireKnown } from "../../verification.ts";
import { accountParams } from "../../wire.ts";

const codeSchema = z.enum(["VALID", ...REFUSAL_CODES]);

export function explainRoute(api: Api, { accessOf, freshness, judge }: RouteParts): void {
  api.get(
    "/v1/accounts/:account/explain",
    {
      schema: {
        operationId: "explain",
        summary: "What a verification with the right token would answer about a key, and why. Counts as no use",
        tags: ["Verification"],
        params: accountParams,
        querystring: z.strictObject({
          key: z.string().max(200),
          resource: z.string().max(200).optional(),
          ip: z
            .union([z.ipv4(), z.ipv6()])
            .optional()
            .describe("Where the request would come from. A key that is bound to networks is refused without it."),
        }),
        response: {
          200: z.object({
            allowed: z.boolean(),
            code: codeSchema,
            reasons: z
              .array(z.object({ code: codeSchema, side: z.enum(["owner", "host", "platform"]), text: z.string() }))
              .describe(
                "All that stands in the way, in the order in which a verification looks; or what lets the key in.",
              ),
            external: z
              .boolean()
              .nullable()
              .describe("Whether another account owns the key; null where this account has nothing to do with it."),
            openedBy: z
              .array(z.string())
              .describe(
                "Ids of its roles here that open the resource, or of all where none is asked for; whether or not it is let in.",
              ),
          }),
        },
      },
    },
    async (request) => {
      const { account } = request.params;
      const { ip, key, resource } = request.query;
      requireResource(await accessOf(request, account), "account.view-api-keys", "account.edit-api-keys");
      await requireKnown(freshness, undefined);
      const { reasons, openedBy, ...explanation } = explain(judge, { account, ip, key, resource });
      return { ...explanation, reasons: [...reasons], openedBy: [...openedBy] };
    },
  );
}
