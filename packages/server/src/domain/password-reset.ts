import type { Actor } from "./actor.ts";
import type { SecretDigest } from "./token.ts";

/** How long a link to a new password works, in milliseconds. */
export const PASSWORD_RESET_LIFETIME_MS = 24 * 3_600_000;

/** The newest link with which a person may choose a new password, once. */
export interface PasswordReset {
  readonly id: string;
  readonly userId: string;
  /** For which account it was given, or `PLATFORM` for an operator. */
  readonly account: string;
  readonly createdAtMs: number;
  /** Who answers for it: when it is used they must still be able to give it (rule 7). */
  readonly givenBy: Actor;
  readonly expiresAtMs: number;
  readonly usedAtMs: number | null;
  /** Recognises its secret. */
  readonly proof: SecretDigest;
}

/** The page that sets a new password. What opens it stands behind the `#`, which no browser sends anywhere. */
export function passwordResetUrl(publicUrl: string, id: string, secret: string): string {
  return `${publicUrl}/reset/${id}#${secret}`;
}
