import { z } from "zod";
import type { MemberView } from "../../../usecases/list-users.ts";
import { accountParams, roleLabelSchema, timeSchema, toTime } from "../../wire.ts";

export const userParams = accountParams.extend({ userId: z.string() });

export const userSchema = z
  .object({
    id: z.string(),
    email: z.string(),
    name: z.string(),
    roles: z.array(roleLabelSchema),
    addedAt: timeSchema,
    lastSignInAt: timeSchema.nullable(),
    twoFactor: z.boolean().describe("Whether they prove themselves by a code beside their password."),
  })
  .meta({ id: "User" });

export function userWire(user: MemberView): z.input<typeof userSchema> {
  const { id, email, name, twoFactor, roles, addedAtMs, lastSignInAtMs } = user;
  const lastSignInAt = lastSignInAtMs === null ? null : toTime(lastSignInAtMs);
  return { id, email, name, roles: [...roles], addedAt: toTime(addedAtMs), lastSignInAt, twoFactor };
}
