import { DomainError } from "../domain/errors.ts";
import { OWNER_ROLE } from "../domain/role.ts";
import type { Changes } from "../storage/store.ts";
import { type Access, changeAs } from "./access.ts";
import { roleNames, rolesToAssign } from "./account-roles.ts";
import { difference } from "./audit-difference.ts";
import { member } from "./get-user.ts";
import { type MemberView, memberView } from "./list-users.ts";
import type { Ports } from "./ports.ts";
import { type Precondition, requireState } from "./precondition.ts";

export interface UserEdit {
  readonly name?: string | undefined;
  readonly roles?: readonly string[] | undefined;
}

/**
 * Gives a user other roles in this account, or another name where they belong to this account alone.
 *
 * @throws DomainError `LAST_OWNER` (rule 14), `ROLE_NOT_HELD` (rule 7), `UNKNOWN_ROLE`, `FORBIDDEN` for the name of somebody who
 *   belongs to other accounts too
 */
export async function editUser(
  ports: Ports,
  access: Access,
  userId: string,
  edit: UserEdit,
  precondition: Precondition,
): Promise<MemberView> {
  const { account, actor } = access;
  return changeAs(ports, access, "account.edit-users", async (tx, access) => {
    const names = await roleNames(tx, account);
    const before = await member(tx, account, userId);
    requireState(precondition, memberView(before, names).state);
    const roles = edit.roles ? await rolesToAssign(tx, access, edit.roles, before.roles) : before.roles;
    const name = edit.name ?? before.name;
    const altered = difference({ name: before.name, roles: before.roles }, { name, roles });
    if (!altered) return tx.unchanged(memberView(before, names));
    if (!roles.includes(OWNER_ROLE)) await requireOtherOwner(tx, account, before.roles);
    await tx.users.setRoles(account, userId, roles);
    if (name !== before.name) {
      if (await belongsElsewhere(tx, userId)) {
        throw new DomainError(
          "FORBIDDEN",
          "This person belongs to other accounts too: only they may change their name.",
        );
      }
      await tx.users.rename(userId, name);
    }
    await tx.record({ account, actor, action: "user.changed", target: userId, ...altered });
    return memberView(await member(tx, account, userId), names);
  });
}

/** Whether a user of an account is somebody beyond it: in another account, or as an operator. */
export async function belongsElsewhere(tx: Changes, userId: string): Promise<boolean> {
  return (await tx.users.accountsOf(userId)).length > 1 || (await tx.operators.has(userId));
}

/**
 * @param roles of the user who is about to lose them
 * @throws DomainError `LAST_OWNER` where nobody else is an owner (rule 14)
 */
export async function requireOtherOwner(tx: Changes, account: string, roles: readonly string[]): Promise<void> {
  if (!roles.includes(OWNER_ROLE)) return;
  if ((await tx.users.countWithRole(account, OWNER_ROLE)) > 1) return;
  throw new DomainError("LAST_OWNER", "This is the account's last owner: make somebody else an owner first.");
}
