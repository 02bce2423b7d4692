import { getWebhook } from "../../../usecases/list-webhooks.ts";
import type { Api, RouteParts } from "../../api.ts";
import { withEtag } from "../../etag.ts";
import { webhookParams, webhookSchema, webhookWire } from "./schema.ts";

export function getWebhookRoute(api: Api, { ports, accessOf }: RouteParts): void {
  api.get(
    "/v1/accounts/:account/webhooks/:id",
    {
      schema: {
        operationId: "getWebhook",
        summary: "One of the account's webhooks",
        tags: ["Webhooks"],
        params: webhookParams,
        response: { 200: webhookSchema },
      },
    },
    async (request, reply) => {
      const { account, id } = request.params;
      const webhook = await getWebhook(ports, await accessOf(request, account), id);
      return withEtag(reply, webhook.state).send(webhookWire(webhook));
    },
  );
}
