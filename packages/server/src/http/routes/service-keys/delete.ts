import { z } from "zod";
import { deleteServiceKey } from "../../../usecases/delete-service-key.ts";
import type { Api, RouteParts } from "../../api.ts";

export function deleteServiceKeyRoute(api: Api, { ports, operatorOf }: RouteParts): void {
  api.delete(
    "/v1/service-keys/:id",
    {
      schema: {
        operationId: "deleteServiceKey",
        summary: "Take a service its credential",
        tags: ["Service keys"],
        params: z.object({ id: z.string() }),
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      await deleteServiceKey(ports, operatorOf(request), request.params.id);
      return reply.code(204).send(null);
    },
  );
}
