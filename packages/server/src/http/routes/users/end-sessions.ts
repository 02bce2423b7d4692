import { z } from "zod";
import { endUserSessions } from "../../../usecases/end-user-sessions.ts";
import type { Api, RouteParts } from "../../api.ts";
import { userParams } from "./schema.ts";

export function endUserSessionsRoute(api: Api, { ports, accessOf }: RouteParts): void {
  api.delete(
    "/v1/accounts/:account/users/:userId/sessions",
    {
      schema: {
        operationId: "endUserSessions",
        summary: "Sign a user out everywhere",
        tags: ["Users"],
        params: userParams,
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      const { account, userId } = request.params;
      await endUserSessions(ports, await accessOf(request, account), userId);
      return reply.code(204).send(null);
    },
  );
}
