import { z } from "zod";
import { lookUpKey } from "../../../usecases/look-up-key.ts";
import type { Api, RouteParts } from "../../api.ts";
import { profileSchema, profileWire } from "../api-keys/schema.ts";
import { accountParams, ownerSchema, ownerWire } from "../../wire.ts";

export function lookUpExternalKeyRoute(api: Api, { ports, accessOf }: RouteParts): void {
  api.get(
    "/v1/accounts/:account/external-keys/lookup",
    {
      schema: {
        operationId: "lookUpExternalKey",
        summary: "See whose key it is, before adding it",
        tags: ["External keys"],
        params: accountParams,
        querystring: z.strictObject({ key: z.string().max(200) }),
        response: {
          200: z.object({
            key: z.string(),
            owner: ownerSchema,
            profile: profileSchema.nullable().describe("What the owner publishes about it."),
            alreadyAdded: z.boolean(),
          }),
        },
      },
    },
    async (request) => {
      const access = await accessOf(request, request.params.account);
      const { key, owner, profile, alreadyAdded } = await lookUpKey(ports, access, request.query.key);
      return { key, owner: ownerWire(owner), profile: profileWire(profile), alreadyAdded };
    },
  );
}
