import { z } from "zod";
import { ROLE_ID_PATTERN } from "../../../domain/role.ts";
import { createRole } from "../../../usecases/create-role.ts";
import type { Api, RouteParts } from "../../api.ts";
import { withEtag } from "../../etag.ts";
import { accountParams } from "../../wire.ts";
import { roleFields, roleSchema, roleWire } from "./schema.ts";

export function createRoleRoute(api: Api, { ports, accessOf }: RouteParts): void {
  api.post(
    "/v1/accounts/:account/roles",
    {
      config: { creates: true },
      schema: {
        operationId: "createRole",
        summary: "Make a role of the account's own",
        tags: ["Roles"],
        params: accountParams,
        body: z.strictObject({
          id: z
            .string()
            .max(100)
            .regex(ROLE_ID_PATTERN, "must be 1 to 80 lower-case letters, digits and single hyphens")
            .optional()
            .describe("Made from the name where it isn't given."),
          ...roleFields,
          description: roleFields.description.default(""),
        }),
        response: { 201: roleSchema },
      },
    },
    async (request, reply) => {
      const role = await createRole(ports, await accessOf(request, request.params.account), request.body);
      return withEtag(reply, role.state).code(201).send(roleWire(role));
    },
  );
}
