import type { RoleLabel } from "../domain/role.ts";
import type { Page, PageRequest } from "../domain/page.ts";
import type { MemberDetails, MemberSort } from "../storage/store.ts";
import { type Access, requireResource } from "./access.ts";
import { roleLabels, type RoleNames, roleNames } from "./account-roles.ts";
import type { Ports } from "./ports.ts";
import { stateOf } from "./precondition.ts";

/** A user of an account as its administrators see them. */
export interface MemberView extends Omit<MemberDetails, "roles"> {
  readonly roles: readonly RoleLabel[];
  readonly state: string;
}

/** The users of the account. */
export async function listUsers(
  { reads }: Ports,
  access: Access,
  filter: { search?: string | undefined; role?: string | undefined },
  page: PageRequest<MemberSort>,
): Promise<Page<MemberView>> {
  requireResource(access, "account.view-users", "account.edit-users");
  const found = await reads.users.list(access.account, filter, page);
  const names = await roleNames(reads, access.account);
  return { ...found, items: found.items.map((member) => memberView(member, names)) };
}

export function memberView(member: MemberDetails, names: RoleNames): MemberView {
  const { name, email } = member;
  return { ...member, roles: roleLabels(names, member.roles), state: stateOf({ name, email, roles: member.roles }) };
}
