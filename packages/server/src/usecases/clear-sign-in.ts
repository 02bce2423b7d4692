import type { Profile } from "../domain/user.ts";
import type { Changes } from "../storage/store.ts";
import { hasTwoFactor } from "./get-profile.ts";

/** What a person signed in with, as an audit event has it. */
export interface ClearedSignIn {
  readonly password: boolean;
  readonly twoFactor: boolean;
}

/**
 * Takes away what a person signs in with by themselves: password, second factor, an open link to a new password, and sessions. Their
 * provider stays.
 */
export async function clearSignIn(tx: Changes, profile: Profile): Promise<ClearedSignIn> {
  await tx.profiles.setPassword(profile.id, null);
  await tx.profiles.deleteTwoFactor(profile.id);
  await tx.passwordResets.deleteOf(profile.id);
  await tx.sessions.endAll(profile.id, null);
  return { password: profile.passwordHash !== null, twoFactor: hasTwoFactor(profile) };
}
