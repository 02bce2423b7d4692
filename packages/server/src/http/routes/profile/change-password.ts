import { z } from "zod";
import { changePassword } from "../../../usecases/change-password.ts";
import type { Api, RouteParts } from "../../api.ts";
import { byPassword } from "./by-password.ts";
import { provenPasswordInput } from "./schema.ts";
import { newPasswordInput } from "../../wire.ts";

export function changePasswordRoute(api: Api, parts: RouteParts): void {
  api.post(
    "/v1/profile/password",
    {
      schema: {
        operationId: "changePassword",
        summary: "Change one's password",
        description: "Ends one's other sessions.",
        tags: ["Profile"],
        body: z.strictObject({
          current: provenPasswordInput,
          password: newPasswordInput,
        }),
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      await byPassword(parts, request, (access) => changePassword(parts.ports, access, request.body));
      return reply.code(204).send(null);
    },
  );
}
