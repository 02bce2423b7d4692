import { z } from "zod";
import { confirmTwoFactor } from "../../../usecases/confirm-two-factor.ts";
import type { Api, RouteParts } from "../../api.ts";
import { codeInput } from "../session/two-factor.ts";
import { recoveryCodesSchema } from "./schema.ts";

export function confirmTwoFactorRoute(api: Api, { codeLimit, personOf, ports }: RouteParts): void {
  api.post(
    "/v1/profile/two-factor/confirm",
    {
      schema: {
        operationId: "confirmTwoFactor",
        summary: "Turn two-factor on with a first code",
        tags: ["Profile"],
        body: z.strictObject({ code: codeInput }),
        response: { 200: recoveryCodesSchema },
      },
    },
    async (request) => {
      const access = personOf(request);
      await codeLimit.attempt(access.user.id, request.ip);
      const recoveryCodes = await confirmTwoFactor(ports, access, request.body.code.replaceAll(" ", ""));
      await codeLimit.succeeded(access.user.id, request.ip);
      return { recoveryCodes };
    },
  );
}
