import type { Account } from "../domain/account.ts";
import type { Page, PageRequest } from "../domain/page.ts";
import type { AccountFilter, AccountSort } from "../storage/store.ts";
import type { Ports } from "./ports.ts";

/** The accounts among those that somebody may see; `"all"` is for operators. */
export async function listAccounts(
  { reads }: Ports,
  visible: readonly string[] | "all",
  filter: Omit<AccountFilter, "names">,
  page: PageRequest<AccountSort>,
): Promise<Page<Account>> {
  return reads.accounts.list({ ...filter, names: visible === "all" ? undefined : visible }, page);
}

/** The accounts that a user belongs to. */
export async function accountsOfUser({ reads }: Ports, userId: string): Promise<Account[]> {
  return reads.users.accountsOf(userId);
}
