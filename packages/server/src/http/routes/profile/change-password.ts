import { z } from "zod";
import { PASSWORD_LENGTH } from "../../../domain/user.ts";
import { changePassword } from "../../../usecases/change-password.ts";
import type { Api, RouteParts } from "../../api.ts";
import { byPassword } from "./by-password.ts";
import { provenPasswordInput } from "./schema.ts";

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
          password: z.string().min(PASSWORD_LENGTH.least).max(PASSWORD_LENGTH.most),
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
