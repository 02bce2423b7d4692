import { z } from "zod";
import type { Profile } from "../../../domain/user.ts";
import { LANGUAGES } from "../../../domain/user.ts";
import { accountsOfUser } from "../../../usecases/list-accounts.ts";
import type { RouteParts } from "../../api.ts";
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
    operator: z.boolean().describe("Whether the user is an operator, who may act in every account."),
    accounts: z.array(accountSchema).describe("The accounts that the user belongs to."),
    providers: z
      .array(z.object({ id: z.string(), name: z.string() }))
      .describe("By which one can sign in, at `/v1/session/oidc/{id}`."),
  })
  .meta({ id: "Session" });

export async function sessionWire(
  { ports, providers }: Pick<RouteParts, "ports" | "providers">,
  profile: Profile,
): Promise<z.input<typeof sessionSchema>> {
  const { email, id, language, name } = profile;
  const accounts = await accountsOfUser(ports, id);
  return {
    user: { id, email, name, language },
    operator: await ports.reads.operators.has(id),
    accounts: accounts.map(accountWire),
    providers: providersWire(providers),
  };
}

export function providersWire(providers: RouteParts["providers"]): z.input<typeof sessionSchema>["providers"] {
  return providers.map(({ id, name }) => ({ id, name }));
}
