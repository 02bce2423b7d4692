import { z } from "zod";
import { addUser } from "../../../usecases/add-user.ts";
import type { Api, RouteParts } from "../../api.ts";
import { withEtag } from "../../etag.ts";
import { accountParams, emailInput, nameInput, newPasswordInput, roleIdsInput } from "../../wire.ts";
import { userSchema, userWire } from "./schema.ts";

export function addUserRoute(api: Api, { ports, accessOf }: RouteParts): void {
  api.post(
    "/v1/accounts/:account/users",
    {
      config: { creates: true },
      schema: {
        operationId: "addUser",
        summary: "Add a person to an account",
        tags: ["Users"],
        params: accountParams,
        body: z.strictObject({
          email: emailInput,
          name: nameInput,
          roles: roleIdsInput,
          password: newPasswordInput
            .optional()
            .describe("Only for a person who is new; without one they can't sign in yet."),
        }),
        response: { 201: userSchema },
      },
    },
    async (request, reply) => {
      const user = await addUser(ports, await accessOf(request, request.params.account), request.body);
      return withEtag(reply, user.state).code(201).send(userWire(user));
    },
  );
}
