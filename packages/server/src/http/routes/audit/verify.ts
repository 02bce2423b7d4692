import { z } from "zod";
import type { ChainFaultReason } from "../../../usecases/verify-audit-chain.ts";
import { verifyAuditLog } from "../../../usecases/verify-audit-log.ts";
import type { Api, RouteParts } from "../../api.ts";
import { LOG_PLACES } from "./logs.ts";

const REASONS = [
  "missing",
  "altered",
  "unknown-secret",
  "head",
  "cut-off",
  "kept-head",
] as const satisfies readonly ChainFaultReason[];

const auditVerificationSchema = z
  .object({
    events: z.int().describe("How many events, from the first on, are as they were written."),
    intact: z.boolean(),
    fault: z
      .object({
        sequence: z.int().describe("The first event that isn't as it should be."),
        reason: z
          .enum(REASONS)
          .describe(
            "`missing` or `altered`; sealed under an `unknown-secret`; the log doesn't end where its own `head` says; against the kept head its end was `cut-off`, or another event stands there (`kept-head`).",
          ),
      })
      .nullable(),
  })
  .meta({ id: "AuditVerification" });

export function verifyAuditEventsRoutes(api: Api, parts: RouteParts): void {
  for (const { name, of, open, params, path } of LOG_PLACES) {
    api.post(
      `${path}/audit-events/verification`,
      {
        schema: {
          operationId: `verify${name}Events`,
          summary: `Check that no event of ${of} was removed, altered or moved`,
          tags: ["Audit"],
          params,
          body: z.strictObject({
            head: z
              .strictObject({
                sequence: z.int().min(0),
                mac: z
                  .string()
                  .max(64)
                  .regex(/^[0-9a-f]*$/, "must be hexadecimal"),
              })
              .optional()
              .describe("A head of this log that was kept: then a tail that was cut off shows."),
          }),
          response: { 200: auditVerificationSchema },
        },
      },
      async (request) => {
        const { events, fault } = await verifyAuditLog(parts.ports, await open(parts, request), request.body.head);
        return { events, intact: fault === null, fault: fault && { sequence: fault.sequence, reason: fault.reason } };
      },
    );
  }
}
