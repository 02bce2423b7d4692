import { z } from "zod";
import { getAuditHead } from "../../../usecases/get-audit-head.ts";
import type { Api, RouteParts } from "../../api.ts";
import { timeSchema, toTime } from "../../wire.ts";
import { LOG_PLACES } from "./logs.ts";

const auditHeadSchema = z
  .object({
    account: z.string().describe("Whose log it is."),
    sequence: z.int().describe("Its newest event; 0 where it has none."),
    mac: z.string().describe("The seal of that event."),
    at: timeSchema.nullable(),
  })
  .meta({ id: "AuditHead" });

export function auditHeadRoutes(api: Api, parts: RouteParts): void {
  for (const { name, of, open, params, path } of LOG_PLACES) {
    api.get(
      `${path}/audit-head`,
      {
        schema: {
          operationId: `get${name}Head`,
          summary: `Where the log of ${of} ends: kept elsewhere, it shows later whether the end was cut off`,
          tags: ["Audit"],
          params,
          response: { 200: auditHeadSchema },
        },
      },
      async (request) => {
        const { account, atMs, mac, sequence } = await getAuditHead(parts.ports, await open(parts, request));
        return { account, sequence, mac, at: atMs === null ? null : toTime(atMs) };
      },
    );
  }
}
