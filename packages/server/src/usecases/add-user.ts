import { DomainError } from "../domain/errors.ts";
import { type Access, isOperator, requireResource } from "./access.ts";
import { roleNames, rolesToAssign } from "./account-roles.ts";
import { handOverPasswordReset, type PasswordResetView, type PasswordResetWithLink } from "./begin-password-reset.ts";
import { clearUnprovenSignIn } from "./clear-unproven-sign-in.ts";
import { createAs } from "./create-once.ts";
import type { DrawnLink } from "./draw-link.ts";
import { member } from "./get-user.ts";
import { type MemberView, memberView } from "./list-users.ts";
import type { Ports } from "./ports.ts";

export interface UserToAdd {
  /** In lower case. */
  readonly email: string;
  readonly name: string;
  readonly roles: readonly string[];
  /** Only for a person who is new to the installation; without one they can't sign in yet. */
  readonly password?: string | undefined;
}

/** A user who was added. */
export interface AddedUser {
  readonly user: MemberView;
  /** Their link to a new password; `undefined` for who signs in with what they have. */
  readonly reset: PasswordResetWithLink | undefined;
}

/**
 * Adds a person to the account: a new one, or, for operators, one who belongs to another account already. Their name stays as it is,
 * and what they sign in with, where it is proven that it is theirs (`clearUnprovenSignIn`).
 *
 * @throws DomainError `USER_EXISTS` where they belong to the account; `USER_ELSEWHERE` where they belong to another;
 *   `UNKNOWN_ROLE`, `ROLE_NOT_HELD` (rule 7)
 */
export async function addUser(ports: Ports, access: Access, user: UserToAdd): Promise<AddedUser> {
  requireResource(access, "account.edit-users");
  const { account, actor } = access;
  // Before the transaction: argon2id takes its time on purpose.
  const passwordHash = user.password === undefined ? null : await ports.hashPassword(user.password);
  type Added = MemberView & { readonly reset?: PasswordResetView };
  const { made, secret } = await createAs<Added, DrawnLink>(ports, access, "account.edit-users", async (tx, access) => {
    const names = await roleNames(tx, account);
    const assigned = await rolesToAssign(tx, access, user.roles);
    const known = await tx.users.findByEmail(user.email);
    if (known && (await tx.users.find(account, known.id))) {
      throw new DomainError("USER_EXISTS", "This user belongs to the account already.");
    }
    if (known) requireMayLink(access, user);
    const id = known?.id ?? ports.newId();
    if (!known) await tx.users.insert({ id, email: user.email, name: user.name }, passwordHash, isOperator(access));
    await tx.users.insertMember(account, id);
    await tx.users.setRoles(account, id, assigned);
    await tx.record({
      account,
      actor,
      action: "user.added",
      target: id,
      after: { email: user.email, name: known?.name ?? user.name, roles: assigned },
    });
    const cleared = known && (await clearUnprovenSignIn(ports, tx, { account, actor }, id));
    const added = memberView(await member(tx, account, id), names);
    return cleared ? { made: { ...added, reset: cleared.made }, secret: cleared.secret } : { made: added };
  });
  const { reset, ...added } = made;
  return { user: added, reset: reset && handOverPasswordReset(ports, { made: reset, secret }) };
}

/**
 * Whoever first added a person chose their password, and may have chosen it to be let into other accounts by that name: an
 * account's administrator can't vouch for somebody whom another account made.
 */
function requireMayLink(access: Access, { password }: UserToAdd): void {
  if (isOperator(access) && password === undefined) return;
  throw new DomainError(
    "USER_ELSEWHERE",
    isOperator(access)
      ? "This person signs in to another account already: add them without a password."
      : "A person with this email belongs to another account: only operators can add them to this one, too.",
  );
}
