import type { Language } from "../domain/user.ts";
import { difference } from "./audit-difference.ts";
import { profileView, type ProfileView } from "./get-profile.ts";
import { changeOwn, type OwnAccess } from "./own-access.ts";
import type { Ports } from "./ports.ts";
import { type Precondition, requireState } from "./precondition.ts";

export interface ProfileEdit {
  readonly name?: string | undefined;
  /** `null`: as the browser says. */
  readonly language?: Language | null | undefined;
}

/** Gives oneself another name, in every account, or language. */
export async function editProfile(
  ports: Ports,
  access: OwnAccess,
  edit: ProfileEdit,
  precondition: Precondition,
): Promise<ProfileView> {
  return changeOwn(ports, access, async (tx, { profile, record }) => {
    requireState(precondition, profileView(profile).state);
    const { name = profile.name, language = profile.language } = edit;
    const altered = difference({ name: profile.name, language: profile.language }, { name, language });
    if (!altered) return tx.unchanged(profileView(profile));
    if (name !== profile.name) await tx.users.rename(profile.id, name);
    if (language !== profile.language) await tx.profiles.setLanguage(profile.id, language);
    await record({ action: "user.changed", ...altered });
    return profileView({ ...profile, name, language });
  });
}
