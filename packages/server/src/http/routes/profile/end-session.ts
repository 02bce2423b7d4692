import { z } from "zod";
import { endOwnSession } from "../../../usecases/own-sessions.ts";
import type { Api, RouteParts } from "../../api.ts";

export function endOwnSessionRoute(api: Api, { personOf, ports }: RouteParts): void {
  api.delete(
    "/v1/profile/sessions/:id",
    {
      schema: {
        operationId: "endOwnSession",
        summary: "End one of one's own sessions",
        tags: ["Profile"],
        params: z.object({ id: z.string() }),
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      await endOwnSession(ports, personOf(request), request.params.id);
      return reply.code(204).send(null);
    },
  );
}
