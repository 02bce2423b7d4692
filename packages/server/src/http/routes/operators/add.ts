import { z } from "zod";
import { addOperator } from "../../../usecases/add-operator.ts";
import type { Api, RouteParts } from "../../api.ts";
import { emailInput, nameInput, newPasswordInput } from "../../wire.ts";
import { operatorSchema, operatorWire } from "./schema.ts";

export function addOperatorRoute(api: Api, { ports, operatorOf }: RouteParts): void {
  api.post(
    "/v1/operators",
    {
      config: { creates: true },
      schema: {
        operationId: "addOperator",
        summary: "Make a person an operator",
        tags: ["Operators"],
        body: z.strictObject({
          email: emailInput,
          name: nameInput.optional().describe("For a person who is new, and only for them."),
          password: newPasswordInput
            .optional()
            .describe("Only for a person who is new; without one they can't sign in by a password."),
        }),
        response: { 201: operatorSchema },
      },
    },
    async (request, reply) => {
      const operator = await addOperator(ports, operatorOf(request), request.body);
      return reply.code(201).send(operatorWire(operator));
    },
  );
}
