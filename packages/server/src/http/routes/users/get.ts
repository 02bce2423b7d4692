import { getUser } from "../../../usecases/get-user.ts";
import type { Api, RouteParts } from "../../api.ts";
import { withEtag } from "../../etag.ts";
import { userParams, userSchema, userWire } from "./schema.ts";

export function getUserRoute(api: Api, { ports, accessOf }: RouteParts): void {
  api.get(
    "/v1/accounts/:account/users/:userId",
    {
      schema: {
        operationId: "getUser",
        summary: "Read a user of an account",
        tags: ["Users"],
        params: userParams,
        response: { 200: userSchema },
      },
    },
    async (request, reply) => {
      const { account, userId } = request.params;
      const user = await getUser(ports, await accessOf(request, account), userId);
      return withEtag(reply, user.state).send(userWire(user));
    },
  );
}
