import { z } from "zod";
import type { StoredAuditEvent } from "../../../domain/audit-event.ts";
import { listAuditEvents } from "../../../usecases/list-audit-events.ts";
import type { Api, RouteParts } from "../../api.ts";
import { pageQuery, pageReply, pageRequest, pageSchema } from "../../paging.ts";
import { accountParams, actorSchema, actorWire, searchInput, timeInput, timeSchema, toTime } from "../../wire.ts";

const fieldsSchema = z.record(
  z.string(),
  z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())]),
);

const auditEventSchema = z
  .object({
    sequence: z.int().describe("Its place in the account's log, from 1 on without gaps."),
    at: timeSchema,
    actor: actorSchema,
    action: z.string(),
    target: z.string(),
    counterpart: z.string().nullable().describe("The other account, where the thing lies between two."),
    before: fieldsSchema.nullable(),
    after: fieldsSchema.nullable(),
    requestId: z.string().nullable(),
    ip: z.string().nullable(),
  })
  .meta({ id: "AuditEvent" });

export function listAuditEventsRoute(api: Api, { ports, accessOf }: RouteParts): void {
  api.get(
    "/v1/accounts/:account/audit-events",
    {
      schema: {
        operationId: "listAuditEvents",
        summary: "Who did what in an account, and what others did to its keys",
        tags: ["Audit"],
        params: accountParams,
        querystring: z.strictObject({
          ...pageQuery(["sequence"], "-sequence"),
          actor: searchInput.describe("Part of the actor's name or id."),
          action: z.string().max(100).optional(),
          target: z.string().max(200).optional(),
          from: timeInput.optional(),
          to: timeInput.optional().describe("Exclusive."),
        }),
        response: { 200: pageSchema(auditEventSchema) },
      },
    },
    async (request) => {
      const { actor, action, target, from, to, ...query } = request.query;
      const access = await accessOf(request, request.params.account);
      const filter = { actor, action, target, fromMs: from, toMs: to };
      return pageReply(await listAuditEvents(ports, access, filter, pageRequest(query)), query.sort, auditEventWire);
    },
  );
}

function auditEventWire(event: StoredAuditEvent): z.input<typeof auditEventSchema> {
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
