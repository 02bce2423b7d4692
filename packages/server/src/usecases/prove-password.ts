import { DomainError, unauthenticated } from "../domain/errors.ts";
import type { Profile } from "../domain/user.ts";
import { changeOwn, type OwnAccess, type OwnChange } from "./own-access.ts";
import type { Changes } from "../storage/store.ts";
import type { Ports } from "./ports.ts";

/**
 * Who has this email and password; `undefined` alike for an unknown email, a wrong password and a person without one, at the
 * same cost.
 */
export async function provePassword(ports: Ports, email: string, password: string): Promise<Profile | undefined> {
  const profile = await ports.reads.profiles.findByEmail(email);
  const isRight = await ports.isPassword(password, profile?.passwordHash ?? null);
  return isRight ? profile : undefined;
}

/**
 * Runs a change of one's own for which the password is asked once more: a browser that was left open isn't enough.
 *
 * @param field in which the password came
 * @throws DomainError `WRONG_PASSWORD`; `NO_PASSWORD` where they have none; `UNAUTHENTICATED`
 */
export async function changeOwnByPassword<T>(
  ports: Ports,
  access: OwnAccess,
  { field, password }: { readonly field: string; readonly password: string },
  work: (tx: Changes, own: OwnChange) => Promise<T>,
): Promise<T> {
  // Before the transaction: argon2id takes its time on purpose.
  const profile = await ports.reads.profiles.find(access.user.id);
  if (!profile) throw unauthenticated();
  const { passwordHash } = profile;
  if (passwordHash === null) throw new DomainError("NO_PASSWORD", "You sign in without a password here.");
  if (!(await ports.isPassword(password, passwordHash))) throw wrongPassword(field);
  return changeOwn(ports, access, async (tx, own) => {
    if (own.profile.passwordHash !== passwordHash) throw wrongPassword(field);
    return work(tx, own);
  });
}

function wrongPassword(field: string): DomainError {
  const errors = [{ path: `/${field}`, message: "is not your password" }];
  return new DomainError("WRONG_PASSWORD", "This is not your password.", { errors });
}
