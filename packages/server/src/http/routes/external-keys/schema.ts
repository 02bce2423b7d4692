import { z } from "zod";
import type { ExternalKeyView } from "../../../usecases/external-key-view.ts";
import {
  actorSchema,
  actorWire,
  allowedNetworksSchema,
  ownerSchema,
  ownerWire,
  roleLabelSchema,
  timeSchema,
  toTime,
} from "../../wire.ts";

/** An external key as the account that admitted it sees it. */
export const externalKeySchema = z
  .object({
    key: z.string(),
    owner: ownerSchema,
    name: z.string().describe("The host's own name for it."),
    roles: z.array(roleLabelSchema),
    addedAt: timeSchema,
    addedBy: actorSchema,
    status: z.enum(["active", "inactive"]).describe("Whether it opens the account now."),
    statusReason: z
      .enum(["owner-deactivated", "owner-suspended", "owner-deleted", "suspended-here", "expired"])
      .nullable()
      .describe("Why it doesn't."),
    suspendedHere: z.boolean().describe("The host's own switch, whatever the owner's side says."),
    quarantined: z
      .boolean()
      .describe(
        "Suspended here since a backup was restored, because it may have been changed or removed after that: setting its status decides.",
      ),
    expiresAt: timeSchema.nullable(),
    requestsPerMinute: z
      .int()
      .nullable()
      .describe(
        "Most verifications within a minute in this account; null: any number. The owner may have set one too.",
      ),
    allowedNetworks: allowedNetworksSchema.describe(
      "Networks in CIDR notation, from which alone it may be used in this account; none: from anywhere. The owner may have set some too.",
    ),
    lastUsedAt: timeSchema
      .nullable()
      .describe("When it was last allowed something in the account, to the last counting."),
  })
  .meta({ id: "ExternalKey" });

export function externalKeyWire(key: ExternalKeyView): z.input<typeof externalKeySchema> {
  return {
    key: key.key,
    owner: ownerWire(key.owner),
    name: key.name,
    roles: [...key.roles],
    addedAt: toTime(key.addedAtMs),
    addedBy: actorWire(key.addedBy),
    status: key.statusReason === null ? "active" : "inactive",
    statusReason: key.statusReason,
    suspendedHere: key.status === "inactive",
    quarantined: key.quarantined,
    expiresAt: key.expiresAtMs === null ? null : toTime(key.expiresAtMs),
    requestsPerMinute: key.requestsPerMinute,
    allowedNetworks: [...key.allowedNetworks],
    lastUsedAt: key.lastUsedAtMs === null ? null : toTime(key.lastUsedAtMs),
  };
}
