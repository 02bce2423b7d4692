import { z } from "zod";
import { listKeys } from "../../../usecases/list-keys.ts";
import type { Api, RouteParts } from "../../api.ts";
import { pageQuery, pageReply, pageRequest, pageSchema } from "../../paging.ts";
import { accountParams, searchInput } from "../../wire.ts";
import { apiKeySchema, apiKeyWire } from "./schema.ts";

export function listApiKeysRoute(api: Api, { ports, accessOf }: RouteParts): void {
  api.get(
    "/v1/accounts/:account/api-keys",
    {
      schema: {
        operationId: "listApiKeys",
        summary: "List an account's generated keys",
        tags: ["Generated keys"],
        params: accountParams,
        querystring: z.strictObject({
          ...pageQuery(["name", "createdAt", "status"], "-createdAt"),
          search: searchInput.describe("Part of the name or the key string, without case and accents."),
          status: z.enum(["active", "inactive"]).optional(),
          role: z.string().max(100).optional(),
          alert: z
            .enum(["recommended", "overdue", "expiring"])
            .optional()
            .describe(
              "Only keys whose oldest token should be renewed, or is overdue; or keys with a token that stops working within 30 days.",
            ),
          renewal: z.enum(["open"]).optional().describe("Only keys that are being renewed."),
          quarantined: z.enum(["true"]).optional().describe("Only those that a restore has wait for a decision."),
        }),
        response: { 200: pageSchema(apiKeySchema) },
      },
    },
    async (request) => {
      const { alert, quarantined, renewal, search, status, role, ...query } = request.query;
      const access = await accessOf(request, request.params.account);
      const waiting = quarantined === undefined ? {} : { quarantined: true as const };
      const filter = { search, status, role, alert, renewal, ...waiting };
      const page = await listKeys(ports, access, filter, pageRequest(query));
      return pageReply(page, query.sort, apiKeyWire);
    },
  );
}
