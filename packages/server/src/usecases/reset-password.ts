import { PLATFORM } from "../domain/account.ts";
import { type Actor, OPERATOR } from "../domain/actor.ts";
import { DomainError } from "../domain/errors.ts";
import type { Origin } from "../domain/origin.ts";
import type { PasswordReset } from "../domain/password-reset.ts";
import type { User } from "../domain/user.ts";
import type { Changes } from "../storage/store.ts";
import { type AccessOfActor, isOperator } from "./access.ts";
import { resettableMember, resettableOperator } from "./begin-password-reset.ts";
import { provenPasswordReset, resetUsed, usablePasswordReset } from "./look-up-password-reset.ts";
import type { LinkSecret, Ports } from "./ports.ts";

/**
 * Sets the new password that whoever has a link chose, and ends the person's sessions. Nobody is signed in by it, and a second
 * factor stays: a link alone isn't enough where there is one. Of all who come at once, one sets it.
 *
 * @throws DomainError `UNKNOWN_RESET` alike for one that isn't there and for a wrong secret, at the same cost; with the right
 *   secret `RESET_USED`, `RESET_EXPIRED`, `RESET_NOT_BACKED` where whoever gave it may not give it any more (rule 7);
 *   `TOO_MANY_ATTEMPTS`
 */
export async function resetPassword(
  ports: Ports,
  accessOfActor: AccessOfActor,
  origin: Origin,
  presented: LinkSecret,
  password: string,
): Promise<void> {
  await provenPasswordReset(ports, origin, presented);
  // Before the transaction: argon2id takes its time on purpose.
  const passwordHash = await ports.hashPassword(password);
  await ports.change(origin, async (tx) => {
    // Once more, as it may have been used, or given way to another, meanwhile.
    const reset = await usablePasswordReset(ports, tx, presented);
    const { isByOperator, user } = await backed(tx, accessOfActor, reset);
    if (!(await tx.passwordResets.use(reset.id, tx.nowMs))) throw resetUsed();
    await tx.profiles.setPassword(user.id, passwordHash);
    // Whoever gave the link had it in hand as well.
    await tx.profiles.setProven(user.id, isByOperator);
    await tx.sessions.endAll(user.id, null);
    await record(tx, reset, user);
  });
}

/** Whose it is, if whoever gave it could still give it now, and whether that is an operator. */
async function backed(
  tx: Changes,
  accessOfActor: AccessOfActor,
  { account, givenBy, userId }: PasswordReset,
): Promise<{ readonly user: User; readonly isByOperator: boolean }> {
  try {
    if (account === PLATFORM) return { user: await operatorOf(tx, givenBy, userId), isByOperator: true };
    const access = await accessOfActor(tx, givenBy, account);
    return { user: await resettableMember(tx, access, userId), isByOperator: isOperator(access) };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    throw new DomainError(
      "RESET_NOT_BACKED",
      "Whoever gave you this link may not reset your password any more. Ask for another one.",
    );
  }
}

async function operatorOf(tx: Changes, giver: Actor, userId: string): Promise<User> {
  const isStillOne = giver.id === OPERATOR.id || (await tx.operators.has(giver.id));
  if (!isStillOne) throw new DomainError("FORBIDDEN", "Only operators may do this.");
  return resettableOperator(tx, giver, userId);
}

/** In the log in which it was begun, and of every account to which the person belongs: it concerns each. */
async function record(tx: Changes, reset: PasswordReset, { id, email, name }: User): Promise<void> {
  // Whoever has the link is known by nothing but that.
  const actor: Actor = { kind: "link", id: reset.id, name: "One-time link" };
  const accounts = new Set([reset.account, ...(await tx.users.accountsOf(id)).map((account) => account.name)]);
  for (const account of accounts) {
    await tx.record({ account, actor, action: "user.password-reset", target: id, after: { email, name } });
  }
}
