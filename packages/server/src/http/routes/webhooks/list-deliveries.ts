import { z } from "zod";
import { listWebhookDeliveries } from "../../../usecases/list-webhooks.ts";
import type { Api, RouteParts } from "../../api.ts";
import { pageQuery, pageReply, pageRequest, pageSchema } from "../../paging.ts";
import { deliverySchema, deliveryWire, webhookParams } from "./schema.ts";

export function listWebhookDeliveriesRoute(api: Api, { ports, accessOf }: RouteParts): void {
  api.get(
    "/v1/accounts/:account/webhooks/:id/deliveries",
    {
      schema: {
        operationId: "listWebhookDeliveries",
        summary: "What a webhook was and is to be told within 30 days, with every attempt",
        tags: ["Webhooks"],
        params: webhookParams,
        querystring: z.strictObject({
          ...pageQuery(["createdAt"], "-createdAt"),
          state: z.enum(["waiting", "delivered", "failed"]).optional(),
        }),
        response: { 200: pageSchema(deliverySchema) },
      },
    },
    async (request) => {
      const { account, id } = request.params;
      const { query } = request;
      const access = await accessOf(request, account);
      const found = await listWebhookDeliveries(ports, access, id, query, pageRequest(query));
      return pageReply(found, query.sort, deliveryWire);
    },
  );
}
