import { z } from "zod";
import { deleteKey } from "../../../usecases/delete-key.ts";
import type { Api, RouteParts } from "../../api.ts";
import { ifMatch } from "../../etag.ts";
import { keyParams } from "../../wire.ts";

export function deleteApiKeyRoute(api: Api, { ports, accessOf }: RouteParts): void {
  api.delete(
    "/v1/accounts/:account/api-keys/:key",
    {
      schema: {
        operationId: "deleteApiKey",
        summary: "Delete a generated key for ever",
        tags: ["Generated keys"],
        params: keyParams,
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      const { account, key } = request.params;
      await deleteKey(ports, await accessOf(request, account), key, ifMatch(request));
      return reply.code(204).send(null);
    },
  );
}
