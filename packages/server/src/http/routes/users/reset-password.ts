import { beginPasswordReset } from "../../../usecases/begin-password-reset.ts";
import type { Api, RouteParts } from "../../api.ts";
import { passwordResetInput, passwordResetSchema, passwordResetWire } from "../password-resets/schema.ts";
import { userParams } from "./schema.ts";

export function beginPasswordResetRoute(api: Api, { ports, accessOf, publicUrl }: RouteParts): void {
  api.post(
    "/v1/accounts/:account/users/:userId/password-reset",
    {
      config: { creates: true },
      schema: {
        operationId: "beginPasswordReset",
        summary: "Give a user a link to a new password; one before it stops working",
        description:
          "Their password stays until the link is used. Somebody with more in the account than the caller can't be reset, nor, unless by operators, somebody who belongs to other accounts too.",
        tags: ["Users"],
        params: userParams,
        body: passwordResetInput,
        response: { 201: passwordResetSchema },
      },
    },
    async (request, reply) => {
      const { account, userId } = request.params;
      const access = await accessOf(request, account);
      const begun = await beginPasswordReset(ports, access, userId, request.body?.delivery);
      return reply.code(201).send(passwordResetWire(begun, publicUrl()));
    },
  );
}
