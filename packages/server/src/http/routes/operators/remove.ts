import { z } from "zod";
import { removeOperator } from "../../../usecases/remove-operator.ts";
import type { Api, RouteParts } from "../../api.ts";

export function removeOperatorRoute(api: Api, { ports, operatorOf }: RouteParts): void {
  api.delete(
    "/v1/operators/:userId",
    {
      schema: {
        operationId: "removeOperator",
        summary: "Take a person out of the platform team",
        tags: ["Operators"],
        params: z.object({ userId: z.string() }),
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      await removeOperator(ports, operatorOf(request), request.params.userId);
      return reply.code(204).send(null);
    },
  );
}
