import { z } from "zod";
import { undoRenewal } from "../../../usecases/undo-renewal.ts";
import type { Api, RouteParts } from "../../api.ts";
import { keyParams } from "../../wire.ts";

export function undoRenewalRoute(api: Api, { ports, accessOf }: RouteParts): void {
  api.delete(
    "/v1/accounts/:account/api-keys/:key/renewal",
    {
      schema: {
        operationId: "undoRenewal",
        summary: "Take a renewal back: the new token stops working, the old one stays",
        tags: ["Generated keys"],
        params: keyParams,
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      const { account, key } = request.params;
      await undoRenewal(ports, await accessOf(request, account), key);
      return reply.code(204).send(null);
    },
  );
}
