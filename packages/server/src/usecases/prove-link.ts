import { isSecret, type SecretPrefix } from "@latchkey/sdk/credential-format";
import { DomainError } from "../domain/errors.ts";
import type { Origin } from "../domain/origin.ts";
import type { LinkSecret, Ports } from "./ports.ts";

/** A kind of link: how its secrets begin, and the one answer for one that isn't there and for a wrong secret. */
export interface ProvenKind {
  readonly prefix: SecretPrefix;
  readonly unknown: () => DomainError;
}

/**
 * What a link's secret gives. Misses count against the network that they come from.
 *
 * @param find throws the error of `kind.unknown` where the secret opens nothing
 * @throws DomainError `TOO_MANY_ATTEMPTS`, or what `find` throws
 */
export async function provenByLink<T>(
  { linkLimit }: Ports,
  { ip }: Origin,
  { prefix, unknown }: ProvenKind,
  presented: LinkSecret,
  find: () => Promise<T>,
): Promise<T> {
  await linkLimit.check(ip);
  try {
    // What can't be a secret is nobody's, and costs no look at the database.
    if (!isSecret(presented.secret, prefix)) throw unknown();
    return await find();
  } catch (error) {
    const isMiss = error instanceof DomainError && error.code === unknown().code;
    if (isMiss) await linkLimit.miss(ip);
    throw error;
  }
}
