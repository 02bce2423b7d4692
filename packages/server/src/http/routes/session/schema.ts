import { z } from "zod";
import type { Profile } from "../../../domain/user.ts";
import { LANGUAGES } from "../../../domain/user.ts";
import { accountsOfUser } from "../../../usecases/list-accounts.ts";
import type { Ports } from "../../../usecases/ports.ts";
import { accountSchema, accountWire } from "../../wire.ts";

export const languageSchema = z.enum(LANGUAGES);

export const sessionSchema = z
  .object({
    user: z
      .object({
        id: z.string(),
        email: z.string(),
        name: z.string(),
        language: languageSchema.nullable().describe("The language that they chose for the console."),
      })
      .nullable(),
    accounts: z.array(accountSchema).describe("The accounts that the user belongs to."),
  })
  .meta({ id: "Session" });

export async function sessionWire(ports: Ports, profile: Profile): Promise<z.input<typeof sessionSchema>> {
  const { email, id, language, name } = profile;
  const accounts = await accountsOfUser(ports, id);
  return { user: { id, email, name, language }, accounts: accounts.map(accountWire) };
}
