import { z } from "zod";
import { editKey } from "../../../usecases/edit-key.ts";
import type { Api, RouteParts } from "../../api.ts";
import { ifMatch, withEtag } from "../../etag.ts";
import { allowedNetworksInput, keyParams, nameInput, requestsPerMinuteInput, roleIdsInput } from "../../wire.ts";
import { apiKeySchema, apiKeyWire, profileInput } from "./schema.ts";

export function editApiKeyRoute(api: Api, { ports, accessOf }: RouteParts): void {
  api.patch(
    "/v1/accounts/:account/api-keys/:key",
    {
      schema: {
        operationId: "editApiKey",
        summary:
          "Rename a generated key, give it other roles, another profile, limit or networks, deactivate or activate it",
        tags: ["Generated keys"],
        params: keyParams,
        body: z.strictObject({
          name: nameInput.optional(),
          roles: roleIdsInput.optional(),
          status: z.enum(["active", "inactive"]).optional(),
          profile: profileInput.nullable().optional(),
          requestsPerMinute: requestsPerMinuteInput,
          allowedNetworks: allowedNetworksInput,
        }),
        response: { 200: apiKeySchema },
      },
    },
    async (request, reply) => {
      const { account, key } = request.params;
      const access = await accessOf(request, account);
      const edited = await editKey(ports, access, key, request.body, ifMatch(request));
      return withEtag(reply, edited.state).send(apiKeyWire(edited));
    },
  );
}
