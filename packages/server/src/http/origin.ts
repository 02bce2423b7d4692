import type { FastifyRequest } from "fastify";
import type { Origin } from "../domain/origin.ts";
import { repeatableOf } from "./idempotency.ts";

/** Where a request came from, for the audit log, and what tells a repeat of it. */
export function originOf(request: FastifyRequest): Origin {
  return { requestId: request.id, ip: request.ip, repeatable: repeatableOf(request) };
}
