import { z } from "zod";
import { PASSWORD_LENGTH } from "../../../domain/user.ts";
import type { ProfileView } from "../../../usecases/get-profile.ts";
import { languageSchema } from "../session/schema.ts";

export const profileSchema = z
  .object({
    id: z.string(),
    email: z.string(),
    name: z.string(),
    language: languageSchema.nullable().describe("`null`: as the browser says."),
    hasPassword: z.boolean(),
    twoFactor: z.boolean().describe("Whether signing in with the password asks for a code, too."),
    recoveryCodesLeft: z.int().nullable().describe("`null` without two-factor."),
  })
  .meta({ id: "Profile" });

export function profileWire({ state: _state, ...profile }: ProfileView): z.input<typeof profileSchema> {
  return profile;
}

/** The password that somebody has, to show once more that it is them. */
export const provenPasswordInput = z.string().max(PASSWORD_LENGTH.most);

export const recoveryCodesSchema = z
  .object({ recoveryCodes: z.array(z.string()).describe("Each is good for one sign-in. They are shown this once.") })
  .meta({ id: "RecoveryCodes" });
