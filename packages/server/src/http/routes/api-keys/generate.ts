import { z } from "zod";
import { generateKey } from "../../../usecases/generate-key.ts";
import type { Api, RouteParts } from "../../api.ts";
import { withEtag } from "../../etag.ts";
import { secretOnce } from "../../idempotency.ts";
import { accountParams, nameInput, roleIdsInput } from "../../wire.ts";
import { apiKeySchema, apiKeyWire, profileInput } from "./schema.ts";

export function generateApiKeyRoute(api: Api, { ports, accessOf }: RouteParts): void {
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
          tokenDelivery: z.literal("inline").default("inline").describe("How the token is handed over."),
        }),
        response: { 201: apiKeySchema.extend(secretOnce("token", z.string().describe("Shown this once."))) },
      },
    },
    async (request, reply) => {
      const access = await accessOf(request, request.params.account);
      const { key, token } = await generateKey(ports, access, request.body);
      const secret = token === undefined ? { secretOmitted: true as const } : { token };
      return withEtag(reply, key.state)
        .code(201)
        .send({ ...apiKeyWire(key), ...secret });
    },
  );
}
