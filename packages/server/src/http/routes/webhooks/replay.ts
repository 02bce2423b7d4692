import { replayWebhookDelivery } from "../../../usecases/replay-webhook-delivery.ts";
import type { Api, RouteParts } from "../../api.ts";
import { deliveryParams, deliverySchema, deliveryWire } from "./schema.ts";

export function replayWebhookDeliveryRoute(api: Api, { ports, accessOf }: RouteParts): void {
  api.post(
    "/v1/accounts/:account/webhooks/:id/deliveries/:deliveryId/replay",
    {
      schema: {
        operationId: "replayWebhookDelivery",
        summary: "Send a delivery once more",
        tags: ["Webhooks"],
        params: deliveryParams,
        response: { 200: deliverySchema },
      },
    },
    async (request) => {
      const { account, deliveryId, id } = request.params;
      return deliveryWire(await replayWebhookDelivery(ports, await accessOf(request, account), id, deliveryId));
    },
  );
}
