import { z } from "zod";
import type { TokenLink } from "../../../domain/token-link.ts";
import { actorSchema, actorWire, timeSchema, toTime } from "../../wire.ts";

export const tokenLinkParams = z.object({ id: z.string() });

export const linkStateSchema = z.enum(["waiting", "opened", "expired", "void"]);

/** A one-time link as its account sees it: never what opens it. */
export const tokenLinkSchema = z
  .object({
    id: z.string(),
    key: z.string(),
    purpose: z.enum(["first", "renewal"]).describe("Whether its token came with the key, or of a renewal."),
    state: linkStateSchema,
    createdAt: timeSchema,
    createdBy: actorSchema,
    expiresAt: timeSchema,
    openedAt: timeSchema.nullable(),
    openedFrom: z.string().nullable().describe("Address of whoever opened it."),
    reopenedAt: timeSchema.nullable().describe("When somebody with the right secret last came again."),
    reopenings: z.int().describe("How often that has happened."),
  })
  .meta({ id: "TokenLink" });

export function tokenLinkWire(link: TokenLink): z.input<typeof tokenLinkSchema> {
  const { id, key, purpose, state, openedFrom, reopenings } = link;
  return {
    id,
    key,
    purpose,
    state,
    createdAt: toTime(link.createdAtMs),
    createdBy: actorWire(link.createdBy),
    expiresAt: toTime(link.expiresAtMs),
    openedAt: link.openedAtMs === null ? null : toTime(link.openedAtMs),
    openedFrom,
    reopenedAt: link.reopenedAtMs === null ? null : toTime(link.reopenedAtMs),
    reopenings,
  };
}
