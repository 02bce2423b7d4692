import type { FastifyRequest } from "fastify";
import { z } from "zod";
import { accountLog, type AuditLog, platformLog } from "../../../usecases/audit-log.ts";
import type { RouteParts } from "../../api.ts";
import { accountParams } from "../../wire.ts";

/** A kind of log that the routes serve, each route at its own address. */
export interface LogPlace {
  /** What its addresses begin with. */
  readonly path: "/v1/accounts/:account" | "/v1";
  readonly params: z.ZodObject;
  /** Stands in the ids of its operations. */
  readonly name: "Audit" | "PlatformAudit";
  /** Whose it is, in summaries. */
  readonly of: string;
  /** @throws DomainError for who may not see it */
  readonly open: (parts: RouteParts, request: FastifyRequest) => Promise<AuditLog>;
}

/** The log of each account, and the platform's own. */
export const LOG_PLACES: readonly LogPlace[] = [
  {
    path: "/v1/accounts/:account",
    params: accountParams,
    name: "Audit",
    of: "an account",
    open: async ({ accessOf }, request) => {
      const { account } = request.params as z.output<typeof accountParams>;
      return accountLog(await accessOf(request, account));
    },
  },
  {
    path: "/v1",
    params: z.object({}),
    name: "PlatformAudit",
    of: "the platform",
    open: async ({ operatorOf }, request) => platformLog(operatorOf(request)),
  },
];
