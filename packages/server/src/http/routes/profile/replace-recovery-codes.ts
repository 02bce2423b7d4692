import { z } from "zod";
import { replaceRecoveryCodes } from "../../../usecases/replace-recovery-codes.ts";
import type { Api, RouteParts } from "../../api.ts";
import { byPassword } from "./by-password.ts";
import { provenPasswordInput, recoveryCodesSchema } from "./schema.ts";

export function replaceRecoveryCodesRoute(api: Api, parts: RouteParts): void {
  api.post(
    "/v1/profile/two-factor/recovery-codes",
    {
      schema: {
        operationId: "replaceRecoveryCodes",
        summary: "Get new recovery codes in place of the old ones",
        tags: ["Profile"],
        body: z.strictObject({ password: provenPasswordInput }),
        response: { 200: recoveryCodesSchema },
      },
    },
    async (request) => {
      const { password } = request.body;
      const recoveryCodes = await byPassword(parts, request, (access) =>
        replaceRecoveryCodes(parts.ports, access, password),
      );
      return { recoveryCodes };
    },
  );
}
