import { z } from "zod";
import { listWebhooks } from "../../../usecases/list-webhooks.ts";
import type { Api, RouteParts } from "../../api.ts";
import { pageQuery, pageReply, pageRequest, pageSchema } from "../../paging.ts";
import { accountParams } from "../../wire.ts";
import { webhookSchema, webhookWire } from "./schema.ts";

export function listWebhooksRoute(api: Api, { ports, accessOf }: RouteParts): void {
  api.get(
    "/v1/accounts/:account/webhooks",
    {
      schema: {
        operationId: "listWebhooks",
        summary: "The account's webhooks",
        tags: ["Webhooks"],
        params: accountParams,
        querystring: z.strictObject(pageQuery(["createdAt"], "createdAt")),
        response: { 200: pageSchema(webhookSchema) },
      },
    },
    async (request) => {
      const { params, query } = request;
      const access = await accessOf(request, params.account);
      return pageReply(await listWebhooks(ports, access, pageRequest(query)), query.sort, webhookWire);
    },
  );
}
