import { z } from "zod";
import type { Operator } from "../../../domain/operator.ts";
import { actorSchema, actorWire, timeSchema, toTime } from "../../wire.ts";

export const operatorSchema = z
  .object({
    id: z.string(),
    email: z.string(),
    name: z.string(),
    addedAt: timeSchema,
    addedBy: actorSchema,
    lastSignInAt: timeSchema.nullable(),
    twoFactor: z.boolean().describe("Whether they prove themselves by a code beside their password."),
  })
  .meta({ id: "Operator" });

export function operatorWire(operator: Operator): z.input<typeof operatorSchema> {
  const { id, email, name, twoFactor, addedAtMs, addedBy, lastSignInAtMs } = operator;
  const lastSignInAt = lastSignInAtMs === null ? null : toTime(lastSignInAtMs);
  return { id, email, name, twoFactor, addedAt: toTime(addedAtMs), addedBy: actorWire(addedBy), lastSignInAt };
}
