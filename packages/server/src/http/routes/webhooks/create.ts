import { z } from "zod";
import { createWebhook } from "../../../usecases/create-webhook.ts";
import type { Api, RouteParts } from "../../api.ts";
import { withEtag } from "../../etag.ts";
import { secretOnce } from "../../idempotency.ts";
import { accountParams } from "../../wire.ts";
import { webhookFields, webhookSchema, webhookSecret, webhookWire } from "./schema.ts";

export function createWebhookRoute(api: Api, { ports, accessOf }: RouteParts): void {
  api.post(
    "/v1/accounts/:account/webhooks",
    {
      config: { creates: true },
      schema: {
        operationId: "createWebhook",
        summary: "Have the account told of what happens to its keys",
        tags: ["Webhooks"],
        params: accountParams,
        body: z.strictObject({ url: webhookFields.url, events: webhookFields.events.default(null) }),
        response: { 201: webhookSchema.extend(secretOnce("secret", webhookSecret)) },
      },
    },
    async (request, reply) => {
      const access = await accessOf(request, request.params.account);
      const { secret, webhook } = await createWebhook(ports, access, request.body);
      const once = secret === undefined ? { secretOmitted: true as const } : { secret };
      return withEtag(reply, webhook.state)
        .code(201)
        .send({ ...webhookWire(webhook), ...once });
    },
  );
}
