import { giveRecoveryCodes } from "./confirm-two-factor.ts";
import { requireTwoFactor } from "./disable-two-factor.ts";
import type { OwnAccess } from "./own-access.ts";
import type { Ports } from "./ports.ts";
import { changeOwnByPassword } from "./prove-password.ts";

/**
 * Gives oneself new recovery codes, shown in this answer alone; the old ones are of no use any more.
 *
 * @throws DomainError `TWO_FACTOR_OFF`, `WRONG_PASSWORD`, `NO_PASSWORD`
 */
export async function replaceRecoveryCodes(ports: Ports, access: OwnAccess, password: string): Promise<string[]> {
  const proof = { field: "password", password };
  return changeOwnByPassword(ports, access, proof, async (tx, { profile, record }) => {
    requireTwoFactor(profile);
    const codes = await giveRecoveryCodes(ports, tx, profile.id);
    await record({ action: "user.recovery-codes-replaced" });
    return codes;
  });
}
