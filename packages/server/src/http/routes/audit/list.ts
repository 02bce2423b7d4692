import { z } from "zod";
import { listAuditEvents } from "../../../usecases/list-audit-events.ts";
import type { Api, RouteParts } from "../../api.ts";
import { pageQuery, pageReply, pageRequest, pageSchema } from "../../paging.ts";
import { LOG_PLACES } from "./logs.ts";
import { auditEventSchema, auditEventWire, auditFilter, auditFilterQuery } from "./schema.ts";

export function listAuditEventsRoutes(api: Api, parts: RouteParts): void {
  for (const { name, of, open, params, path } of LOG_PLACES) {
    api.get(
      `${path}/audit-events`,
      {
        schema: {
          operationId: `list${name}Events`,
          summary: `Who did what in ${of}, and what others did to what is its own`,
          tags: ["Audit"],
          params,
          querystring: z.strictObject({ ...pageQuery(["sequence"], "-sequence"), ...auditFilterQuery }),
          response: { 200: pageSchema(auditEventSchema) },
        },
      },
      async (request) => {
        const { query } = request;
        const log = await open(parts, request);
        const page = await listAuditEvents(parts.ports, log, auditFilter(query), pageRequest(query));
        return pageReply(page, query.sort, auditEventWire);
      },
    );
  }
}
