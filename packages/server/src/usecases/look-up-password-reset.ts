import { DomainError } from "../domain/errors.ts";
import type { Origin } from "../domain/origin.ts";
import type { PasswordReset } from "../domain/password-reset.ts";
import type { Reads } from "../storage/store.ts";
import type { LinkSecret, Ports } from "./ports.ts";
import { provenByLink } from "./prove-link.ts";

/**
 * Whose password a link resets, and until when. Consumes nothing.
 *
 * @throws DomainError `UNKNOWN_RESET` alike for one that isn't there and for a wrong secret, at the same cost; with the right
 *   secret `RESET_USED`, `RESET_EXPIRED`; `TOO_MANY_ATTEMPTS`
 */
export async function lookUpPasswordReset(
  ports: Ports,
  origin: Origin,
  presented: LinkSecret,
): Promise<{ readonly email: string; readonly expiresAtMs: number }> {
  const { expiresAtMs, userId } = await provenPasswordReset(ports, origin, presented);
  const profile = await ports.reads.profiles.find(userId);
  if (!profile) throw unknownReset();
  return { email: profile.email, expiresAtMs };
}

/** What a secret resets at the moment. Misses count against the network that they come from. */
export function provenPasswordReset(ports: Ports, origin: Origin, presented: LinkSecret): Promise<PasswordReset> {
  const kind = { prefix: "lkr_", unknown: unknownReset } as const;
  return provenByLink(ports, origin, kind, presented, () => usablePasswordReset(ports, ports.reads, presented));
}

/**
 * What a secret resets, as a source has it.
 *
 * @throws DomainError `UNKNOWN_RESET`; with the right secret `RESET_USED`, `RESET_EXPIRED`
 */
export async function usablePasswordReset(
  ports: Ports,
  source: Pick<Reads, "passwordResets">,
  { id, secret }: LinkSecret,
): Promise<PasswordReset> {
  const reset = await source.passwordResets.findByLink(id);
  if (!ports.matches(secret, reset?.proof) || !reset) throw unknownReset();
  if (reset.usedAtMs !== null) throw resetUsed();
  if (reset.expiresAtMs <= ports.nowMs()) {
    throw new DomainError("RESET_EXPIRED", "This link's time has ended. Ask for another one.");
  }
  return reset;
}

export function resetUsed(): DomainError {
  return new DomainError("RESET_USED", "A new password has been chosen with this link already.");
}

/** One answer for a link that doesn't exist, or gave way to a newer one, and for a wrong secret. */
function unknownReset(): DomainError {
  return new DomainError("UNKNOWN_RESET", "There is no such link. Check that you have all of the newest one.");
}
