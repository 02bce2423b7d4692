import type { Account } from "../domain/account.ts";
import { unknownAccount } from "../domain/errors.ts";
import type { Reads } from "../storage/store.ts";
import type { Access } from "./access.ts";
import type { Ports } from "./ports.ts";
import { stateOf } from "./precondition.ts";

/** The account that somebody has been let into. */
export async function getAccount({ reads }: Ports, { account }: Access): Promise<Account> {
  return existingAccount(reads, account);
}

/** @throws DomainError `UNKNOWN_ACCOUNT` */
export async function existingAccount(source: Pick<Reads, "accounts">, name: string): Promise<Account> {
  const account = await source.accounts.find(name);
  if (!account) throw unknownAccount();
  return account;
}

/** Names what an operator can edit of an account. */
export function accountState({ displayName, status }: Account): string {
  return stateOf({ displayName, status });
}
