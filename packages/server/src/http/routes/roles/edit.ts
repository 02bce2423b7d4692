import { z } from "zod";
import { editRole } from "../../../usecases/edit-role.ts";
import type { Api, RouteParts } from "../../api.ts";
import { ifMatch, withEtag } from "../../etag.ts";
import { roleFields, roleParams, roleSchema, roleWire } from "./schema.ts";

export function editRoleRoute(api: Api, { ports, accessOf }: RouteParts): void {
  api.patch(
    "/v1/accounts/:account/roles/:roleId",
    {
      schema: {
        operationId: "editRole",
        summary: "Change a role of the account's own, with effect on everything that has it",
        tags: ["Roles"],
        params: roleParams,
        body: z.strictObject({
          name: roleFields.name.optional(),
          description: roleFields.description.optional(),
          resources: roleFields.resources.optional().describe("All that it is to hold."),
        }),
        response: { 200: roleSchema },
      },
    },
    async (request, reply) => {
      const { account, roleId } = request.params;
      const access = await accessOf(request, account);
      const edited = await editRole(ports, access, roleId, request.body, ifMatch(request));
      return withEtag(reply, edited.state).send(roleWire(edited));
    },
  );
}
