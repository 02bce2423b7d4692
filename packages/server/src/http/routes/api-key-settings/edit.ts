import { z } from "zod";
import { editKeySettings } from "../../../usecases/edit-key-settings.ts";
import type { Api, RouteParts } from "../../api.ts";
import { ifMatch, withEtag } from "../../etag.ts";
import { accountParams } from "../../wire.ts";
import { enforcementSchema, keySettingsSchema, keySettingsWire, renewalMonthsSchema } from "./schema.ts";

export function editApiKeySettingsRoute(api: Api, { ports, accessOf }: RouteParts): void {
  api.patch(
    "/v1/accounts/:account/api-key-settings",
    {
      schema: {
        operationId: "editApiKeySettings",
        summary: "Decide from which age on tokens should be renewed, and whether they stop working then",
        description:
          "Counts for all tokens of the account, old and new, each from its own creation. Going back to `alert` lets tokens that had stopped work again.",
        tags: ["Generated keys"],
        params: accountParams,
        body: z.strictObject({
          renewalMonths: renewalMonthsSchema.optional(),
          enforcement: enforcementSchema.optional(),
        }),
        response: { 200: keySettingsSchema },
      },
    },
    async (request, reply) => {
      const access = await accessOf(request, request.params.account);
      const settings = await editKeySettings(ports, access, request.body, ifMatch(request));
      return withEtag(reply, settings.state).send(keySettingsWire(settings));
    },
  );
}
