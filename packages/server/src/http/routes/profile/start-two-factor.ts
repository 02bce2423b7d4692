import { z } from "zod";
import { startTwoFactor } from "../../../usecases/start-two-factor.ts";
import type { Api, RouteParts } from "../../api.ts";
import { byPassword } from "./by-password.ts";
import { provenPasswordInput } from "./schema.ts";

export function startTwoFactorRoute(api: Api, parts: RouteParts): void {
  api.post(
    "/v1/profile/two-factor",
    {
      schema: {
        operationId: "startTwoFactor",
        summary: "Begin two-factor: get a secret for an authenticator app",
        description: "It is asked for at sign-in once a first code has confirmed it, within 15 minutes.",
        tags: ["Profile"],
        body: z.strictObject({ password: provenPasswordInput }),
        response: {
          200: z.object({
            secret: z.string().describe("In base 32, to type in. It is shown this once."),
            uri: z.string().describe("`otpauth://totp/…`, for a QR code."),
          }),
        },
      },
    },
    async (request) =>
      byPassword(parts, request, (access) => startTwoFactor(parts.ports, access, request.body.password)),
  );
}
