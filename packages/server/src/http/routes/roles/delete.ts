import { z } from "zod";
import { deleteRole } from "../../../usecases/delete-role.ts";
import type { Api, RouteParts } from "../../api.ts";
import { ifMatch } from "../../etag.ts";
import { roleParams } from "./schema.ts";

export function deleteRoleRoute(api: Api, { ports, accessOf }: RouteParts): void {
  api.delete(
    "/v1/accounts/:account/roles/:roleId",
    {
      schema: {
        operationId: "deleteRole",
        summary: "Delete a role of the account's own that nothing has",
        tags: ["Roles"],
        params: roleParams,
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      const { account, roleId } = request.params;
      await deleteRole(ports, await accessOf(request, account), roleId, ifMatch(request));
      return reply.code(204).send(null);
    },
  );
}
