import { DomainError } from "../domain/errors.ts";
import { hasTwoFactor } from "./get-profile.ts";
import type { OwnAccess } from "./own-access.ts";
import type { Ports } from "./ports.ts";
import { changeOwnByPassword } from "./prove-password.ts";

/**
 * Makes a secret for one's authenticator app, which is shown in this answer alone. It isn't asked for at sign-in until it is
 * confirmed.
 *
 * @throws DomainError `TWO_FACTOR_ON` where there is one already; `WRONG_PASSWORD`, `NO_PASSWORD`
 */
export async function startTwoFactor(
  ports: Ports,
  access: OwnAccess,
  password: string,
): Promise<{ readonly secret: string; readonly uri: string }> {
  const proof = { field: "password", password };
  return changeOwnByPassword(ports, access, proof, async (tx, { profile, record }) => {
    if (hasTwoFactor(profile)) throw new DomainError("TWO_FACTOR_ON", "Two-factor is on: turn it off first.");
    const { sealed, secret, uri } = ports.authenticator.begin(profile);
    await tx.profiles.startTwoFactor(profile.id, sealed);
    await record({ action: "user.two-factor-started" });
    return { secret, uri };
  });
}
