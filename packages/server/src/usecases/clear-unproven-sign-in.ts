import type { Actor } from "../domain/actor.ts";
import type { Changes } from "../storage/store.ts";
import { drawPasswordReset, type PasswordResetView } from "./begin-password-reset.ts";
import { clearSignIn } from "./clear-sign-in.ts";
import type { Made } from "./create-once.ts";
import type { DrawnLink } from "./draw-link.ts";
import type { Ports } from "./ports.ts";

/**
 * Takes away what a person signs in with, where it isn't proven that it is theirs (see `Profile`): an account's administrator may
 * have made somebody up by that email, who waits for more than that account. They get a link to a new password instead, from
 * whoever gives them more. Their provider stays, as it has proven their email. `undefined`, and nothing written, for who is proven.
 *
 * @param giver an operator, and the log in which the link is recorded; what was taken away stands in the log of each account of
 *   the person
 * @throws DomainError as `drawLink`
 */
export async function clearUnprovenSignIn(
  ports: Ports,
  tx: Changes,
  giver: { readonly account: string; readonly actor: Actor },
  userId: string,
): Promise<Made<PasswordResetView, DrawnLink> | undefined> {
  const profile = await tx.profiles.find(userId);
  if (!profile || profile.isProven) return undefined;
  const before = await clearSignIn(tx, profile);
  await tx.profiles.setProven(userId, true);
  for (const { name: account } of await tx.users.accountsOf(userId)) {
    await tx.record({
      account,
      actor: giver.actor,
      action: "user.sign-in-cleared",
      target: userId,
      before: { ...before },
      after: { password: false, twoFactor: false },
    });
  }
  return drawPasswordReset(ports, tx, giver, profile);
}
