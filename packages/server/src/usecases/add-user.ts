import { DomainError } from "../domain/errors.ts";
import { type Access, requireResource } from "./access.ts";
import { accountRoles, rolesToAssign } from "./account-roles.ts";
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

/**
 * Adds a person to the account: a new one, or one who belongs to another account already, whose name and password stay
 * as they are.
 *
 * @throws DomainError `USER_EXISTS` where they belong to the account; `PASSWORD_NOT_YOURS` where a password was given for
 *   somebody who exists; `UNKNOWN_ROLE`, `ROLE_NOT_HELD` (rule 7)
 */
export async function addUser(ports: Ports, access: Access, user: UserToAdd): Promise<MemberView> {
  requireResource(access, "account.edit-users");
  const { account, actor } = access;
  // Before the transaction: argon2id takes its time on purpose.
  const passwordHash = user.password === undefined ? null : await ports.hashPassword(user.password);
  return ports.change(access.origin, async (tx) => {
    const existing = await accountRoles(tx, account);
    const assigned = rolesToAssign(access, existing, user.roles);
    const known = await tx.users.findByEmail(user.email);
    if (known && (await tx.users.find(account, known.id))) {
      throw new DomainError("USER_EXISTS", "This user belongs to the account already.");
    }
    if (known && passwordHash !== null) {
      throw new DomainError(
        "PASSWORD_NOT_YOURS",
        "This person signs in to another account already: add them without a password.",
      );
    }
    const id = known?.id ?? ports.newId();
    if (!known) await tx.users.insert({ id, email: user.email, name: user.name }, passwordHash);
    await tx.users.insertMember(account, id);
    await tx.users.setRoles(account, id, assigned);
    await tx.record({
      account,
      actor,
      action: "user.added",
      target: id,
      after: { email: user.email, name: known?.name ?? user.name, roles: assigned },
    });
    return memberView(await member(tx, account, id), existing);
  });
}
