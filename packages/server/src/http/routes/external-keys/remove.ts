import { z } from "zod";
import { removeExternalKey } from "../../../usecases/remove-external-key.ts";
import type { Api, RouteParts } from "../../api.ts";
import { ifMatch } from "../../etag.ts";
import { keyParams } from "../../wire.ts";

export function removeExternalKeyRoute(api: Api, { ports, accessOf }: RouteParts): void {
  api.delete(
    "/v1/accounts/:account/external-keys/:key",
    {
      schema: {
        operationId: "removeExternalKey",
        summary: "Remove an external key from this account",
        tags: ["External keys"],
        params: keyParams,
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      const { account, key } = request.params;
      await removeExternalKey(ports, await accessOf(request, account), key, ifMatch(request));
      return reply.code(204).send(null);
    },
  );
}
