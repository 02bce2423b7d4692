import { z } from "zod";
import { beginOperatorPasswordReset } from "../../../usecases/begin-password-reset.ts";
import type { Api, RouteParts } from "../../api.ts";
import { passwordResetInput, passwordResetSchema, passwordResetWire } from "../password-resets/schema.ts";

export function beginOperatorPasswordResetRoute(api: Api, { ports, operatorOf, publicUrl }: RouteParts): void {
  api.post(
    "/v1/operators/:userId/password-reset",
    {
      config: { creates: true },
      schema: {
        operationId: "beginOperatorPasswordReset",
        summary: "Give another operator a link to a new password; one before it stops working",
        tags: ["Operators"],
        params: z.object({ userId: z.string() }),
        body: passwordResetInput,
        response: { 201: passwordResetSchema },
      },
    },
    async (request, reply) => {
      const operator = operatorOf(request);
      const begun = await beginOperatorPasswordReset(ports, operator, request.params.userId, request.body?.delivery);
      return reply.code(201).send(passwordResetWire(begun, publicUrl()));
    },
  );
}
