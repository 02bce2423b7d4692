import { z } from "zod";
import { listRoles } from "../../../usecases/list-roles.ts";
import type { Api, RouteParts } from "../../api.ts";
import { pageQuery, pageReply, pageRequest, pageSchema } from "../../paging.ts";
import { accountParams, searchInput } from "../../wire.ts";
import { roleSchema, roleWire } from "./schema.ts";

export function listRolesRoute(api: Api, { ports, accessOf }: RouteParts): void {
  api.get(
    "/v1/accounts/:account/roles",
    {
      schema: {
        operationId: "listRoles",
        summary: "List the roles that exist in an account",
        tags: ["Roles"],
        params: accountParams,
        querystring: z.strictObject({
          ...pageQuery(["name", "id"], "name"),
          search: searchInput,
          predefined: z
            .enum(["true", "false"])
            .transform((text) => text === "true")
            .optional()
            .describe("Those that come with the catalog, or those of the account's own."),
        }),
        response: { 200: pageSchema(roleSchema) },
      },
    },
    async (request) => {
      const { search, predefined, ...query } = request.query;
      const access = await accessOf(request, request.params.account);
      return pageReply(
        await listRoles(ports, access, { search, predefined }, pageRequest(query)),
        query.sort,
        roleWire,
      );
    },
  );
}
