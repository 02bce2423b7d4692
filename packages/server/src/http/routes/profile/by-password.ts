import type { FastifyRequest } from "fastify";
import type { OwnAccess } from "../../../usecases/own-access.ts";
import type { RouteParts } from "../../api.ts";

/**
 * Does what asks for the password once more, and counts it as an attempt to guess that, unless it succeeds: whoever found a
 * browser left open can't try them all.
 *
 * @throws DomainError `TOO_MANY_ATTEMPTS`, and what the work throws
 */
export async function byPassword<T>(
  { personOf, signInLimit }: Pick<RouteParts, "personOf" | "signInLimit">,
  request: FastifyRequest,
  work: (access: OwnAccess) => Promise<T>,
): Promise<T> {
  const access = personOf(request);
  await signInLimit.attempt(access.user.email, request.ip);
  const value = await work(access);
  await signInLimit.succeeded(access.user.email, request.ip);
  return value;
}
