import { z } from "zod";
import type { GeneratedKeyView } from "../../../usecases/generated-key-view.ts";
import { actorSchema, actorWire, roleLabelSchema, timeSchema, toTime } from "../../wire.ts";

const tokenSchema = z
  .object({
    id: z.string(),
    createdAt: timeSchema,
    state: z.enum(["current", "renewed"]),
    renewalAlert: z.enum(["recommended", "overdue"]).nullable(),
  })
  .meta({ id: "ApiToken" });

/** A generated key as its owner sees it. */
export const apiKeySchema = z
  .object({
    key: z.string(),
    name: z.string(),
    roles: z.array(roleLabelSchema),
    status: z.enum(["active", "inactive"]),
    createdAt: timeSchema,
    createdBy: actorSchema,
    tokens: z.array(tokenSchema),
    hostCount: z.int().describe("How many accounts admitted it."),
  })
  .meta({ id: "ApiKey" });

export function apiKeyWire(key: GeneratedKeyView): z.input<typeof apiKeySchema> {
  return {
    key: key.key,
    name: key.name,
    roles: [...key.roles],
    status: key.status === "active" ? "active" : "inactive",
    createdAt: toTime(key.createdAtMs),
    createdBy: actorWire(key.createdBy),
    tokens: key.tokens.map(({ id, createdAtMs, state }) => ({
      id,
      createdAt: toTime(createdAtMs),
      state,
      renewalAlert: null,
    })),
    hostCount: key.hostCount,
  };
}
