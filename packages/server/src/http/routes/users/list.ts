import { z } from "zod";
import { listUsers } from "../../../usecases/list-users.ts";
import type { Api, RouteParts } from "../../api.ts";
import { pageQuery, pageReply, pageRequest, pageSchema } from "../../paging.ts";
import { accountParams, searchInput } from "../../wire.ts";
import { userSchema, userWire } from "./schema.ts";

export function listUsersRoute(api: Api, { ports, accessOf }: RouteParts): void {
  api.get(
    "/v1/accounts/:account/users",
    {
      schema: {
        operationId: "listUsers",
        summary: "List the users of an account",
        tags: ["Users"],
        params: accountParams,
        querystring: z.strictObject({
          ...pageQuery(["name", "email", "addedAt"], "email"),
          search: searchInput,
          role: z.string().max(100).optional(),
        }),
        response: { 200: pageSchema(userSchema) },
      },
    },
    async (request) => {
      const { search, role, ...query } = request.query;
      const access = await accessOf(request, request.params.account);
      const page = await listUsers(ports, access, { search, role }, pageRequest(query));
      return pageReply(page, query.sort, userWire);
    },
  );
}
