import { z } from "zod";
import { OVERLAP_HOURS } from "../../../domain/webhook.ts";
import { rotateWebhookSecret } from "../../../usecases/rotate-webhook-secret.ts";
import type { Api, RouteParts } from "../../api.ts";
import { withEtag } from "../../etag.ts";
import { webhookParams, webhookSchema, webhookSecret, webhookWire } from "./schema.ts";

export function rotateWebhookSecretRoute(api: Api, { ports, accessOf }: RouteParts): void {
  api.post(
    "/v1/accounts/:account/webhooks/:id/secret",
    {
      schema: {
        operationId: "rotateWebhookSecret",
        summary: "Give a webhook another secret",
        tags: ["Webhooks"],
        params: webhookParams,
        body: z.strictObject({
          overlapHours: z
            .int()
            .min(OVERLAP_HOURS.least)
            .max(OVERLAP_HOURS.most)
            .default(OVERLAP_HOURS.absent)
            .describe("How long the secret before it signs too."),
        }),
        response: { 200: webhookSchema.extend({ secret: webhookSecret }) },
      },
    },
    async (request, reply) => {
      const { account, id } = request.params;
      const access = await accessOf(request, account);
      const { secret, webhook } = await rotateWebhookSecret(ports, access, id, request.body.overlapHours);
      return withEtag(reply, webhook.state).send({ ...webhookWire(webhook), secret });
    },
  );
}
