import type { Origin } from "../domain/origin.ts";
import type { Profile, ProviderIdentity } from "../domain/user.ts";
import { clearSignIn } from "./clear-sign-in.ts";
import { recordOfUser } from "./own-access.ts";
import type { Ports } from "./ports.ts";

/**
 * Who a provider's subject is here. The first time that is who has the email that the provider has proven, and who then is
 * linked to it; nobody is signed up. `undefined` where there is nobody, or they are linked to another subject there.
 *
 * What they had to sign in with until then goes, and an open link to a new password with it: whoever added them may have chosen
 * the one and have the other in hand, and waited for them.
 */
export async function signInByProvider(
  ports: Ports,
  origin: Origin,
  { email, issuer, subject }: ProviderIdentity,
): Promise<Profile | undefined> {
  const linked = await ports.reads.profiles.findLinked(issuer, subject);
  if (linked || email === null) return linked;
  return ports.change(origin, async (tx) => {
    // By another browser of theirs, meanwhile.
    const linkedMeanwhile = await tx.profiles.findLinked(issuer, subject);
    if (linkedMeanwhile) return tx.unchanged(linkedMeanwhile);
    const profile = await tx.profiles.findByEmail(email);
    if (!profile || (await tx.profiles.isLinked(profile.id, issuer))) return tx.unchanged(undefined);
    await tx.profiles.link(profile.id, issuer, subject);
    const before = await clearSignIn(tx, profile);
    await recordOfUser(tx, profile, {
      action: "user.linked",
      before: { ...before },
      after: { password: false, twoFactor: false, provider: issuer },
    });
    return tx.profiles.find(profile.id);
  });
}
