import { z } from "zod";
import { deleteWebhook } from "../../../usecases/delete-webhook.ts";
import type { Api, RouteParts } from "../../api.ts";
import { ifMatch } from "../../etag.ts";
import { webhookParams } from "./schema.ts";

export function deleteWebhookRoute(api: Api, { ports, accessOf }: RouteParts): void {
  api.delete(
    "/v1/accounts/:account/webhooks/:id",
    {
      schema: {
        operationId: "deleteWebhook",
        summary: "Delete a webhook and its deliveries",
        tags: ["Webhooks"],
        params: webhookParams,
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      const { account, id } = request.params;
      await deleteWebhook(ports, await accessOf(request, account), id, ifMatch(request));
      return reply.code(204).send(null);
    },
  );
}
