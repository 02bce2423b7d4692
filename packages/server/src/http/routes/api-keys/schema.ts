import { z } from "zod";
import type { KeyProfile } from "../../../domain/key.ts";
import type { DeliveredToken } from "../../../usecases/deliver-token.ts";
import type { GeneratedKeyView } from "../../../usecases/generated-key-view.ts";
import { actorSchema, actorWire, allowedNetworksSchema, roleLabelSchema, timeSchema, toTime } from "../../wire.ts";

const tokenSchema = z
  .object({
    id: z.string(),
    createdAt: timeSchema,
    state: z.enum(["current", "renewed"]),
    renewalAlert: z
      .enum(["recommended", "overdue"])
      .nullable()
      .describe("Past the age that the account has chosen, or three months and more past that."),
    expiresAt: timeSchema.nullable().describe("When it stops working by itself."),
    link: z
      .object({
        id: z.string(),
        expiresAt: timeSchema,
        completesRenewal: z.boolean().describe("Whether the old token is deleted when it is opened."),
      })
      .nullable()
      .describe("The one-time link behind which it waits: it works once that has been opened."),
    lastUsedAt: timeSchema.nullable().describe("When it was last proven right, whatever it was then allowed."),
    lastNetwork: z
      .string()
      .nullable()
      .describe("The address from which it was used then, where the asking service said so."),
  })
  .meta({ id: "ApiToken" });

/** How a new token is handed over. */
export const tokenDeliveryInput = z
  .enum(["inline", "link"])
  .default("inline")
  .describe("How the token is handed over: in this answer, or by a one-time link.");

/** What an answer to somebody who made a token has beside the key: one of the two. */
const deliveredTokenShape = {
  token: z.string().optional().describe("Shown this once. Only with `inline`."),
  tokenLink: z
    .object({
      id: z.string(),
      url: z.string().describe("Shown this once. Whoever opens it first gets the token, which works from then on."),
      expiresAt: timeSchema,
    })
    .optional()
    .describe("Only with `link`."),
};

/** What an owner publishes about a key. */
export const profileSchema = z
  .object({
    description: z.string(),
    resources: z.array(z.string()).describe("What it needs in a host's account: a request, which gives nothing."),
  })
  .meta({ id: "KeyProfile" });

/** A profile as it is taken. */
export const profileInput = z.strictObject({
  description: z.string().trim().max(1_000).default(""),
  resources: z.array(z.string().max(120)).max(5_000).default([]),
});

/** A generated key as its owner sees it. */
export const apiKeySchema = z
  .object({
    key: z.string(),
    name: z.string(),
    roles: z.array(roleLabelSchema),
    status: z.enum(["active", "inactive"]),
    quarantined: z
      .boolean()
      .describe(
        "Inactive since a backup was restored, because it may have been revoked after that: setting its status decides.",
      ),
    createdAt: timeSchema,
    createdBy: actorSchema,
    tokens: z.array(tokenSchema),
    profile: profileSchema.nullable().describe("What the owner publishes about it, for those who are to add it."),
    requestsPerMinute: z
      .int()
      .nullable()
      .describe("Most verifications within a minute, over all accounts; null: any number."),
    allowedNetworks: allowedNetworksSchema,
    hostCount: z.int().describe("How many accounts admitted it."),
    lastUsedAt: timeSchema
      .nullable()
      .describe("When it was last allowed something, in whichever account, to the last counting."),
  })
  .meta({ id: "ApiKey" });

/** A generated key with its new token. */
export const keyWithTokenSchema = apiKeySchema.extend({
  ...deliveredTokenShape,
  secretOmitted: z
    .literal(true)
    .optional()
    .describe("Stands instead of `token` or `tokenLink` in the answer to a repeat: they are given once."),
});

/** @param publicUrl origin of the page that opens a link; what opens it stands behind the `#`, which no browser sends anywhere */
export function keyWithTokenWire(
  key: GeneratedKeyView,
  delivered: DeliveredToken | undefined,
  publicUrl: string,
): z.input<typeof keyWithTokenSchema> {
  if (!delivered) return { ...apiKeyWire(key), secretOmitted: true };
  if (delivered.kind === "inline") return { ...apiKeyWire(key), token: delivered.token };
  const { id, secret, expiresAtMs } = delivered;
  const url = `${publicUrl}/credentials/${id}#${secret}`;
  return { ...apiKeyWire(key), tokenLink: { id, url, expiresAt: toTime(expiresAtMs) } };
}

export function apiKeyWire(key: GeneratedKeyView): z.input<typeof apiKeySchema> {
  return {
    key: key.key,
    name: key.name,
    roles: [...key.roles],
    status: key.status === "active" ? "active" : "inactive",
    quarantined: key.quarantined,
    createdAt: toTime(key.createdAtMs),
    createdBy: actorWire(key.createdBy),
    tokens: key.tokens.map(({ id, createdAtMs, expiresAtMs, lastUse, link, renewalAlert, state }) => ({
      id,
      createdAt: toTime(createdAtMs),
      state,
      renewalAlert,
      expiresAt: expiresAtMs === null ? null : toTime(expiresAtMs),
      link: link && {
        id: link.id,
        expiresAt: toTime(link.expiresAtMs),
        completesRenewal: link.completesRenewal,
      },
      lastUsedAt: lastUse && toTime(lastUse.atMs),
      lastNetwork: lastUse?.ip ?? null,
    })),
    profile: profileWire(key.profile),
    requestsPerMinute: key.requestsPerMinute,
    allowedNetworks: [...key.allowedNetworks],
    hostCount: key.hostCount,
    lastUsedAt: key.lastUsedAtMs === null ? null : toTime(key.lastUsedAtMs),
  };
}

export function profileWire(profile: KeyProfile | null): z.input<typeof profileSchema> | null {
  return profile && { description: profile.description, resources: [...profile.resources] };
}
