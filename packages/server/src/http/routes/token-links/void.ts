import { z } from "zod";
import { voidTokenLink } from "../../../usecases/void-token-link.ts";
import type { Api, RouteParts } from "../../api.ts";
import { tokenLinkParams } from "./schema.ts";

export function voidTokenLinkRoute(api: Api, { ports, accessOf }: RouteParts): void {
  api.delete(
    "/v1/token-links/:id",
    {
      schema: {
        operationId: "voidTokenLink",
        summary: "Make a one-time link useless before anybody opens it",
        tags: ["Generated keys"],
        params: tokenLinkParams,
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      await voidTokenLink(ports, (account) => accessOf(request, account), request.params.id);
      return reply.code(204).send(null);
    },
  );
}
