import { z } from "zod";
import { addOperator } from "../../../usecases/add-operator.ts";
import type { Api, RouteParts } from "../../api.ts";
import { emailInput, nameInput, newPasswordInput } from "../../wire.ts";
import { passwordResetOnAdding, passwordResetWire } from "../password-resets/schema.ts";
import { operatorSchema, operatorWire } from "./schema.ts";

export function addOperatorRoute(api: Api, { ports, operatorOf, publicUrl }: RouteParts): void {
  api.post(
    "/v1/operators",
    {
      config: { creates: true },
      schema: {
        operationId: "addOperator",
        summary: "Make a person an operator",
        description:
          "A new person, or by their email alone one who is known. Of the latter, what they sign in with counts only where a provider or an operator has given it to them; otherwise they get a link to a new password.",
        tags: ["Operators"],
        body: z.strictObject({
          email: emailInput,
          name: nameInput.optional().describe("For a person who is new, and only for them."),
          password: newPasswordInput
            .optional()
            .describe("Only for a person who is new; without one they can't sign in by a password."),
        }),
        response: { 201: operatorSchema.extend(passwordResetOnAdding) },
      },
    },
    async (request, reply) => {
      const { operator, reset } = await addOperator(ports, operatorOf(request), request.body);
      const passwordReset = reset && { passwordReset: passwordResetWire(reset, publicUrl()) };
      return reply.code(201).send({ ...operatorWire(operator), ...passwordReset });
    },
  );
}
