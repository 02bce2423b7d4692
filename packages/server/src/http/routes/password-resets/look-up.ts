import { z } from "zod";
import { lookUpPasswordReset } from "../../../usecases/look-up-password-reset.ts";
import type { Api, RouteParts } from "../../api.ts";
import { originOf } from "../../origin.ts";
import { requireSameOrigin } from "../../same-origin.ts";
import { timeSchema, toTime } from "../../wire.ts";
import { passwordResetLinkParams, secretInput } from "./schema.ts";

export function lookUpPasswordResetRoute(api: Api, { ports, sameOrigin }: RouteParts): void {
  api.post(
    "/v1/password-resets/:id/look-up",
    {
      // The link is the right to see whose password it resets.
      config: { authenticate: false, secretFields: ["/secret"] },
      schema: {
        operationId: "lookUpPasswordReset",
        summary: "See whose password a link resets; consumes nothing",
        tags: ["Users"],
        params: passwordResetLinkParams,
        body: secretInput,
        response: { 200: z.object({ email: z.string(), expiresAt: timeSchema }) },
      },
    },
    async (request) => {
      requireSameOrigin(sameOrigin, request, { mustSay: false });
      const presented = { id: request.params.id, secret: request.body.secret };
      const { email, expiresAtMs } = await lookUpPasswordReset(ports, originOf(request), presented);
      return { email, expiresAt: toTime(expiresAtMs) };
    },
  );
}
