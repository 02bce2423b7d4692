import { z } from "zod";
import { generateKey } from "../../../usecases/generate-key.ts";
import type { Api, RouteParts } from "../../api.ts";
import { withEtag } from "../../etag.ts";
import { accountParams, allowedNetworksInput, nameInput, requestsPerMinuteInput, roleIdsInput } from "../../wire.ts";
import { keyWithTokenSchema, keyWithTokenWire, profileInput, tokenDeliveryInput } from "./schema.ts";

export function generateApiKeyRoute(api: Api, { ports, accessOf, publicUrl }: RouteParts): void {
  api.post(
    "/v1/accounts/:account/api-keys",
    {
      config: { creates: true },
      schema: {
        operationId: "generateApiKey",
        summary: "Generate a key",
        tags: ["Generated keys"],
        params: accountParams,
        body: z.strictObject({
          name: nameInput,
          roles: roleIdsInput,
          profile: profileInput.nullable().optional(),
          requestsPerMinute: requestsPerMinuteInput,
          allowedNetworks: allowedNetworksInput,
          tokenDelivery: tokenDeliveryInput,
        }),
        response: { 201: keyWithTokenSchema },
      },
    },
    async (request, reply) => {
      const access = await accessOf(request, request.params.account);
      const { key, delivered } = await generateKey(ports, access, request.body);
      return withEtag(reply, key.state)
        .code(201)
        .send(keyWithTokenWire(key, delivered, publicUrl()));
    },
  );
}
