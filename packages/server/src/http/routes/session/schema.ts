import { z } from "zod";
import type { User } from "../../../domain/user.ts";
import { accountsOfUser } from "../../../usecases/list-accounts.ts";
import type { Ports } from "../../../usecases/ports.ts";
import { accountSchema, accountWire } from "../../wire.ts";

export const sessionSchema = z
  .object({
    user: z.object({ id: z.string(), email: z.string(), name: z.string() }).nullable(),
    accounts: z.array(accountSchema).describe("The accounts that the user belongs to."),
  })
  .meta({ id: "Session" });

export async function sessionWire(ports: Ports, user: User): Promise<z.input<typeof sessionSchema>> {
  const { id, email, name } = user;
  const accounts = await accountsOfUser(ports, id);
  return { user: { id, email, name }, accounts: accounts.map(accountWire) };
}
