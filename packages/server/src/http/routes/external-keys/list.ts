import { z } from "zod";
import { listExternalKeys } from "../../../usecases/list-external-keys.ts";
import type { Api, RouteParts } from "../../api.ts";
import { pageQuery, pageReply, pageRequest, pageSchema } from "../../paging.ts";
import { accountParams, searchInput } from "../../wire.ts";
import { externalKeySchema, externalKeyWire } from "./schema.ts";

export function listExternalKeysRoute(api: Api, { ports, accessOf }: RouteParts): void {
  api.get(
    "/v1/accounts/:account/external-keys",
    {
      schema: {
        operationId: "listExternalKeys",
        summary: "List the keys of other accounts that an account has added",
        tags: ["External keys"],
        params: accountParams,
        querystring: z.strictObject({
          ...pageQuery(["key", "owner", "addedAt", "status"], "-addedAt"),
          search: searchInput.describe("Part of the key string, the owner or the name, without case and accents."),
          status: z.enum(["active", "inactive"]).optional(),
          role: z.string().max(100).optional(),
          quarantined: z.enum(["true"]).optional().describe("Only those that a restore has wait for a decision."),
        }),
        response: { 200: pageSchema(externalKeySchema) },
      },
    },
    async (request) => {
      const { quarantined, search, status, role, ...query } = request.query;
      const access = await accessOf(request, request.params.account);
      const waiting = quarantined === undefined ? {} : { quarantined: true as const };
      const filter = { search, status, role, ...waiting };
      const page = await listExternalKeys(ports, access, filter, pageRequest(query));
      return pageReply(page, query.sort, externalKeyWire);
    },
  );
}
