import { getKey } from "../../../usecases/get-key.ts";
import type { Api, RouteParts } from "../../api.ts";
import { withEtag } from "../../etag.ts";
import { keyParams } from "../../wire.ts";
import { apiKeySchema, apiKeyWire } from "./schema.ts";

export function getApiKeyRoute(api: Api, { ports, accessOf }: RouteParts): void {
  api.get(
    "/v1/accounts/:account/api-keys/:key",
    {
      schema: {
        operationId: "getApiKey",
        summary: "Read a generated key",
        tags: ["Generated keys"],
        params: keyParams,
        response: { 200: apiKeySchema },
      },
    },
    async (request, reply) => {
      const { account, key } = request.params;
      const found = await getKey(ports, await accessOf(request, account), key);
      return withEtag(reply, found.state).send(apiKeyWire(found));
    },
  );
}
