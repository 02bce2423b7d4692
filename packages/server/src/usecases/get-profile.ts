import { unauthenticated } from "../domain/errors.ts";
import type { Profile } from "../domain/user.ts";
import type { OwnAccess } from "./own-access.ts";
import type { Ports } from "./ports.ts";
import { stateOf } from "./precondition.ts";

/** A person as they see themselves. */
export interface ProfileView extends Pick<Profile, "id" | "email" | "name" | "language"> {
  readonly hasPassword: boolean;
  /** Whether signing in asks for a code. */
  readonly twoFactor: boolean;
  /** `null` without two-factor. */
  readonly recoveryCodesLeft: number | null;
  readonly state: string;
}

/** The profile of whoever is signed in. */
export async function getProfile({ reads }: Ports, { user }: OwnAccess): Promise<ProfileView> {
  const profile = await reads.profiles.find(user.id);
  if (!profile) throw unauthenticated();
  return profileView(profile);
}

export function profileView(profile: Profile): ProfileView {
  const { email, id, language, name, passwordHash } = profile;
  const twoFactor = hasTwoFactor(profile) ? profile.twoFactor : null;
  return {
    id,
    email,
    name,
    language,
    hasPassword: passwordHash !== null,
    twoFactor: twoFactor !== null,
    recoveryCodesLeft: twoFactor?.recoveryCodesLeft ?? null,
    state: stateOf({ name, language }),
  };
}

/** Whether somebody has a second factor that signing in asks for. */
export function hasTwoFactor(profile: Profile): boolean {
  return profile.twoFactor !== null && profile.twoFactor.confirmedAtMs !== null;
}
