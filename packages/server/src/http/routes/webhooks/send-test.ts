import { z } from "zod";
import { testWebhook } from "../../../usecases/replay-webhook-delivery.ts";
import type { Api, RouteParts } from "../../api.ts";
import { webhookParams } from "./schema.ts";

export function testWebhookRoute(api: Api, { ports, accessOf }: RouteParts): void {
  api.post(
    "/v1/accounts/:account/webhooks/:id/test",
    {
      schema: {
        operationId: "testWebhook",
        summary: "Send a webhook a test message, which stands among its deliveries",
        tags: ["Webhooks"],
        params: webhookParams,
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      const { account, id } = request.params;
      await testWebhook(ports, await accessOf(request, account), id);
      return reply.code(204).send(null);
    },
  );
}
