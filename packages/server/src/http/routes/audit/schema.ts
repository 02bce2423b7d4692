import { z } from "zod";
import type { StoredAuditEvent } from "../../../domain/audit-event.ts";
import type { AuditEventView, listAuditEvents } from "../../../usecases/list-audit-events.ts";
import {
  actorSchema,
  actorWire,
  ownerSchema,
  ownerWire,
  searchInput,
  timeInput,
  timeSchema,
  toTime,
} from "../../wire.ts";

const fieldsSchema = z.record(
  z.string(),
  z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())]),
);

export const auditEventSchema = z
  .object({
    sequence: z.int().describe("Its place in the log, from 1 on without gaps."),
    at: timeSchema,
    actor: actorSchema,
    actorOwner: ownerSchema
      .nullable()
      .describe("The company whose key acted, where it isn't the log's own; null for every other actor."),
    action: z.string(),
    target: z.string(),
    counterpart: z.string().nullable().describe("The other account, where the thing lies between two."),
    before: fieldsSchema.nullable(),
    after: fieldsSchema.nullable(),
    requestId: z.string().nullable(),
    ip: z.string().nullable(),
  })
  .meta({ id: "AuditEvent" });

/** Which events: every part of it that is given has to hold. */
export const auditFilterQuery = {
  actor: searchInput.describe("Part of the actor's name or id."),
  action: z.string().max(100).optional().describe("An action, or with a dot at its end all that begin so: `key.`"),
  target: z.string().max(200).optional().describe("The whole target, such as a key string."),
  counterpart: z.string().max(200).optional().describe("Name of the other account."),
  from: timeInput.optional(),
  to: timeInput.optional().describe("Exclusive."),
};

export function auditFilter(
  query: z.output<z.ZodObject<typeof auditFilterQuery>>,
): Parameters<typeof listAuditEvents>[2] {
  const { action, actor, counterpart, from, target, to } = query;
  return { action, actor, counterpart, target, fromMs: from, toMs: to };
}

/** An event as lists show it. */
export function auditEventWire(event: AuditEventView): z.input<typeof auditEventSchema> {
  const { actorOwner } = event;
  return { ...exportedEvent(event), actorOwner: actorOwner && ownerWire(actorOwner) };
}

/** An event as exports show it: nothing that is looked up beside the log. */
export function exportedEvent(event: StoredAuditEvent): Omit<z.input<typeof auditEventSchema>, "actorOwner"> {
  return {
    sequence: event.sequence,
    at: toTime(event.atMs),
    actor: actorWire(event.actor),
    action: event.action,
    target: event.target,
    counterpart: event.counterpart ?? null,
    before: fieldsWire(event.before),
    after: fieldsWire(event.after),
    requestId: event.requestId,
    ip: event.ip,
  };
}

function fieldsWire(fields: StoredAuditEvent["before"]): z.input<typeof fieldsSchema> | null {
  return fields ? (fields as z.input<typeof fieldsSchema>) : null;
}
