import { z } from "zod";
import { endOtherSessions } from "../../../usecases/own-sessions.ts";
import type { Api, RouteParts } from "../../api.ts";

export function endOtherSessionsRoute(api: Api, { personOf, ports }: RouteParts): void {
  api.delete(
    "/v1/profile/sessions",
    {
      schema: {
        operationId: "endOtherSessions",
        summary: "End all of one's own sessions but this one",
        tags: ["Profile"],
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      await endOtherSessions(ports, personOf(request));
      return reply.code(204).send(null);
    },
  );
}
