import { z } from "zod";
import { disableTwoFactor } from "../../../usecases/disable-two-factor.ts";
import type { Api, RouteParts } from "../../api.ts";
import { byPassword } from "./by-password.ts";
import { provenPasswordInput } from "./schema.ts";

export function disableTwoFactorRoute(api: Api, parts: RouteParts): void {
  api.delete(
    "/v1/profile/two-factor",
    {
      schema: {
        operationId: "disableTwoFactor",
        summary: "Turn two-factor off",
        tags: ["Profile"],
        body: z.strictObject({ password: provenPasswordInput }),
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      await byPassword(parts, request, (access) => disableTwoFactor(parts.ports, access, request.body.password));
      return reply.code(204).send(null);
    },
  );
}
