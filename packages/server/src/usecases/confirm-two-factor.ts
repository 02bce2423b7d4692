import { DomainError } from "../domain/errors.ts";
import { generateRecoveryCode, RECOVERY_CODES, recoveryCodeText } from "../domain/recovery-code.ts";
import type { Changes } from "../storage/store.ts";
import { hasTwoFactor } from "./get-profile.ts";
import { changeOwn, type OwnAccess } from "./own-access.ts";
import type { Ports } from "./ports.ts";

/** How long a begun second factor waits for its first code, in milliseconds. */
const CONFIRM_WITHIN_MS = 15 * 60 * 1_000;

/**
 * Turns two-factor on with a first code, which shows that the app has the secret. Answers the recovery codes, which are shown
 * in this answer alone.
 *
 * @throws DomainError `TWO_FACTOR_OFF` where none was begun, or too long ago; `TWO_FACTOR_ON`; `WRONG_CODE`
 */
export async function confirmTwoFactor(ports: Ports, access: OwnAccess, code: string): Promise<string[]> {
  return changeOwn(ports, access, async (tx, { profile, record }) => {
    const { twoFactor } = profile;
    if (hasTwoFactor(profile)) throw new DomainError("TWO_FACTOR_ON", "Two-factor is on already.");
    if (!twoFactor || twoFactor.startedAtMs <= tx.nowMs - CONFIRM_WITHIN_MS) {
      throw new DomainError("TWO_FACTOR_OFF", "Two-factor wasn't begun, or too long ago: begin it again.");
    }
    const step = ports.authenticator.stepOf(profile, twoFactor.secret, code);
    if (step === undefined) {
      const errors = [{ path: "/code", message: "is not the code that your app shows now" }];
      throw new DomainError("WRONG_CODE", "This is not the code that your app shows now.", { errors });
    }
    await tx.profiles.confirmTwoFactor(profile.id, step);
    const codes = await giveRecoveryCodes(ports, tx, profile.id);
    await record({ action: "user.two-factor-enabled" });
    return codes;
  });
}

/** Gives somebody new recovery codes in place of those that they had. */
export async function giveRecoveryCodes(
  { digest, randomBytes }: Ports,
  tx: Changes,
  userId: string,
): Promise<string[]> {
  const codes = Array.from({ length: RECOVERY_CODES }, () => generateRecoveryCode(randomBytes));
  await tx.profiles.setRecoveryCodes(
    userId,
    codes.map((code) => digest(recoveryCodeText(userId, code))),
  );
  return codes;
}
