import { DomainError } from "../domain/errors.ts";
import type { MemberDetails, Reads } from "../storage/store.ts";
import { type Access, requireResource } from "./access.ts";
import { roleNames } from "./account-roles.ts";
import { type MemberView, memberView } from "./list-users.ts";
import type { Ports } from "./ports.ts";

/** One user of the account. @throws DomainError `NOT_FOUND` */
export async function getUser({ reads }: Ports, access: Access, userId: string): Promise<MemberView> {
  requireResource(access, "account.view-users", "account.edit-users");
  const found = await member(reads, access.account, userId);
  return memberView(found, await roleNames(reads, access.account));
}

/** @throws DomainError `NOT_FOUND` where the account has no such user */
export async function member(source: Pick<Reads, "users">, account: string, userId: string): Promise<MemberDetails> {
  const found = await source.users.find(account, userId);
  if (!found) throw new DomainError("NOT_FOUND", "This account has no such user.");
  return found;
}
