import { isIP } from "node:net";
import type { FastifyRequest } from "fastify";
import { z } from "zod";
import { DomainError } from "../../domain/errors.ts";

/** What every route takes beside its own: `an` names the account where the host doesn't. Scripts may send more. */
export const accountQuery = z.object({ an: z.string().max(100).optional() });

/**
 * The account that a request is for: `an` in its query, or else the first part of the host name, as in `acme.keys.example.com`. What the host says
 * opens nothing: the caller has to be let into the account.
 *
 * @throws DomainError `INVALID_INPUT` where neither says so, or `an` says it twice
 */
export function accountOf({ hostname, query }: Pick<FastifyRequest, "hostname" | "query">): string {
  // Who asks is found out before the query is checked against its schema.
  const { data } = accountQuery.safeParse(query);
  if (!data) throw new DomainError("INVALID_INPUT", "The query parameter an has to name one account.");
  const { an } = data;
  if (an !== undefined && an !== "") return an.toLowerCase();
  const [first = "", ...rest] = hostname.toLowerCase().split(".");
  if (first !== "" && rest.length > 0 && isIP(hostname) === 0) return first;
  throw new DomainError("INVALID_INPUT", "Neither the host name nor the query parameter an names an account.");
}
