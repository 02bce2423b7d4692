import { z } from "zod";
import { addUser } from "../../../usecases/add-user.ts";
import type { Api, RouteParts } from "../../api.ts";
import { withEtag } from "../../etag.ts";
import { accountParams, emailInput, nameInput, newPasswordInput, roleIdsInput } from "../../wire.ts";
import { passwordResetOnAdding, passwordResetWire } from "../password-resets/schema.ts";
import { userSchema, userWire } from "./schema.ts";

export function addUserRoute(api: Api, { ports, accessOf, publicUrl }: RouteParts): void {
  api.post(
    "/v1/accounts/:account/users",
    {
      config: { creates: true },
      schema: {
        operationId: "addUser",
        summary: "Add a person to an account",
        description:
          "Somebody who belongs to another account is added by operators alone. What they sign in with counts then only where a provider or an operator has given it to them; otherwise they get a link to a new password.",
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
        response: { 201: userSchema.extend(passwordResetOnAdding) },
      },
    },
    async (request, reply) => {
      const { reset, user } = await addUser(ports, await accessOf(request, request.params.account), request.body);
      const passwordReset = reset && { passwordReset: passwordResetWire(reset, publicUrl()) };
      return withEtag(reply, user.state)
        .code(201)
        .send({ ...userWire(user), ...passwordReset });
    },
  );
}
