import { z } from "zod";
import { resetPassword } from "../../../usecases/reset-password.ts";
import type { Api, RouteParts } from "../../api.ts";
import { requireFresh } from "../../authenticate.ts";
import { originOf } from "../../origin.ts";
import { requireSameOrigin } from "../../same-origin.ts";
import { newPasswordInput } from "../../wire.ts";
import { passwordResetLinkParams, secretInput } from "./schema.ts";

export function resetPasswordRoute(api: Api, { accessOfActor, freshness, ports, sameOrigin }: RouteParts): void {
  api.post(
    "/v1/password-resets/:id/use",
    {
      // The link is the right to choose the password.
      config: { authenticate: false, secretFields: ["/secret"] },
      schema: {
        operationId: "resetPassword",
        summary: "Choose a new password by a link, once",
        description: "Ends the person's sessions, and signs nobody in. A second factor stays, and is asked for next.",
        tags: ["Users"],
        params: passwordResetLinkParams,
        body: secretInput.extend({ password: newPasswordInput }),
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      requireSameOrigin(sameOrigin, request, { mustSay: false });
      // What whoever gave the link may do is among what this node remembers.
      requireFresh(freshness);
      const { password, secret } = request.body;
      await resetPassword(ports, accessOfActor, originOf(request), { id: request.params.id, secret }, password);
      return reply.code(204).send(null);
    },
  );
}
