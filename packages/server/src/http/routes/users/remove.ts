import { z } from "zod";
import { removeUser } from "../../../usecases/remove-user.ts";
import type { Api, RouteParts } from "../../api.ts";
import { ifMatch } from "../../etag.ts";
import { userParams } from "./schema.ts";

export function removeUserRoute(api: Api, { ports, accessOf }: RouteParts): void {
  api.delete(
    "/v1/accounts/:account/users/:userId",
    {
      schema: {
        operationId: "removeUser",
        summary: "Take a user out of an account",
        tags: ["Users"],
        params: userParams,
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      const { account, userId } = request.params;
      await removeUser(ports, await accessOf(request, account), userId, ifMatch(request));
      return reply.code(204).send(null);
    },
  );
}
