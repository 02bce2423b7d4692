import { getRoleUse } from "../../../usecases/get-role-use.ts";
import type { Api, RouteParts } from "../../api.ts";
import { roleParams, roleUseSchema, roleUseWire } from "./schema.ts";

export function getRoleUseRoute(api: Api, { ports, accessOf }: RouteParts): void {
  api.get(
    "/v1/accounts/:account/roles/:roleId/use",
    {
      schema: {
        operationId: "getRoleUse",
        summary: "What has a role: keys, external keys and users",
        tags: ["Roles"],
        params: roleParams,
        response: { 200: roleUseSchema },
      },
    },
    async (request) => {
      const { account, roleId } = request.params;
      return roleUseWire(await getRoleUse(ports, await accessOf(request, account), roleId));
    },
  );
}
