import { getRole } from "../../../usecases/get-role.ts";
import type { Api, RouteParts } from "../../api.ts";
import { withEtag } from "../../etag.ts";
import { roleParams, roleSchema, roleWire } from "./schema.ts";

export function getRoleRoute(api: Api, { ports, accessOf }: RouteParts): void {
  api.get(
    "/v1/accounts/:account/roles/:roleId",
    {
      schema: {
        operationId: "getRole",
        summary: "Read a role",
        tags: ["Roles"],
        params: roleParams,
        response: { 200: roleSchema },
      },
    },
    async (request, reply) => {
      const { account, roleId } = request.params;
      const role = await getRole(ports, await accessOf(request, account), roleId);
      return withEtag(reply, role.state).send(roleWire(role));
    },
  );
}
