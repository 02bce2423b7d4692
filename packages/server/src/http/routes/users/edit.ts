import { z } from "zod";
import { editUser } from "../../../usecases/edit-user.ts";
import type { Api, RouteParts } from "../../api.ts";
import { ifMatch, withEtag } from "../../etag.ts";
import { nameInput, roleIdsInput } from "../../wire.ts";
import { userParams, userSchema, userWire } from "./schema.ts";

export function editUserRoute(api: Api, { ports, accessOf }: RouteParts): void {
  api.patch(
    "/v1/accounts/:account/users/:userId",
    {
      schema: {
        operationId: "editUser",
        summary: "Give a user other roles or another name",
        tags: ["Users"],
        params: userParams,
        body: z.strictObject({ name: nameInput.optional(), roles: roleIdsInput.optional() }),
        response: { 200: userSchema },
      },
    },
    async (request, reply) => {
      const { account, userId } = request.params;
      const access = await accessOf(request, account);
      const user = await editUser(ports, access, userId, request.body, ifMatch(request));
      return withEtag(reply, user.state).send(userWire(user));
    },
  );
}
