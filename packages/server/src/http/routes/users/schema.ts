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
  })
  .meta({ id: "User" });

export function userWire({ id, email, name, roles, addedAtMs }: MemberView): z.input<typeof userSchema> {
  return { id, email, name, roles: [...roles], addedAt: toTime(addedAtMs) };
}
