import { getKeySettings } from "../../../usecases/get-key-settings.ts";
import type { Api, RouteParts } from "../../api.ts";
import { withEtag } from "../../etag.ts";
import { accountParams } from "../../wire.ts";
import { keySettingsSchema, keySettingsWire } from "./schema.ts";

export function getApiKeySettingsRoute(api: Api, { ports, accessOf }: RouteParts): void {
  api.get(
    "/v1/accounts/:account/api-key-settings",
    {
      schema: {
        operationId: "getApiKeySettings",
        summary: "Read what an account has decided about the age of its tokens, and for how many keys that matters",
        tags: ["Generated keys"],
        params: accountParams,
        response: { 200: keySettingsSchema },
      },
    },
    async (request, reply) => {
      const settings = await getKeySettings(ports, await accessOf(request, request.params.account));
      return withEtag(reply, settings.state).send(keySettingsWire(settings));
    },
  );
}
