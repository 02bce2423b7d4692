import { z } from "zod";
import { editWebhook } from "../../../usecases/edit-webhook.ts";
import type { Api, RouteParts } from "../../api.ts";
import { ifMatch, withEtag } from "../../etag.ts";
import { statusInput, webhookFields, webhookParams, webhookSchema, webhookWire } from "./schema.ts";

export function editWebhookRoute(api: Api, { ports, accessOf }: RouteParts): void {
  api.patch(
    "/v1/accounts/:account/webhooks/:id",
    {
      schema: {
        operationId: "editWebhook",
        summary: "Change a webhook, or turn it off and on",
        tags: ["Webhooks"],
        params: webhookParams,
        body: z.strictObject({
          url: webhookFields.url.optional(),
          events: webhookFields.events.optional(),
          status: statusInput.optional().describe("What waits for one that is turned off has failed."),
        }),
        response: { 200: webhookSchema },
      },
    },
    async (request, reply) => {
      const { account, id } = request.params;
      const access = await accessOf(request, account);
      const edited = await editWebhook(ports, access, id, request.body, ifMatch(request));
      return withEtag(reply, edited.state).send(webhookWire(edited));
    },
  );
}
