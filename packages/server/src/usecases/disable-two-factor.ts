import { DomainError } from "../domain/errors.ts";
import type { Profile } from "../domain/user.ts";
import { hasTwoFactor } from "./get-profile.ts";
import type { OwnAccess } from "./own-access.ts";
import type { Ports } from "./ports.ts";
import { changeOwnByPassword } from "./prove-password.ts";

/**
 * Turns one's two-factor off; the app's secret and the recovery codes are of no use any more.
 *
 * @throws DomainError `TWO_FACTOR_OFF`, `WRONG_PASSWORD`, `NO_PASSWORD`
 */
export async function disableTwoFactor(ports: Ports, access: OwnAccess, password: string): Promise<void> {
  const proof = { field: "password", password };
  await changeOwnByPassword(ports, access, proof, async (tx, { profile, record }) => {
    requireTwoFactor(profile);
    await tx.profiles.deleteTwoFactor(profile.id);
    await record({ action: "user.two-factor-disabled" });
  });
}

/** @throws DomainError `TWO_FACTOR_OFF` */
export function requireTwoFactor(profile: Profile): void {
  if (!hasTwoFactor(profile)) throw new DomainError("TWO_FACTOR_OFF", "Two-factor is off.");
}
