import { z } from "zod";
import { fold } from "../../../domain/text.ts";
import { listRoles } from "../../../usecases/list-roles.ts";
import type { Api, RouteParts } from "../../api.ts";
import { pageOf, pageQuery, pageReply, pageRequest, pageSchema } from "../../paging.ts";
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
        querystring: z.strictObject({ ...pageQuery(["name", "id"], "name"), search: searchInput }),
        response: { 200: pageSchema(roleSchema) },
      },
    },
    async (request) => {
      const { search, ...query } = request.query;
      const roles = await listRoles(ports, await accessOf(request, request.params.account));
      const part = search === undefined ? "" : fold(search);
      const found = roles.filter((role) => fold(role.name).includes(part) || role.id.includes(part));
      const page = pageOf(found, pageRequest(query), { name: (role) => fold(role.name), id: (role) => role.id });
      return pageReply(page, query.sort, roleWire);
    },
  );
}
