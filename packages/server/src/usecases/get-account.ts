import type { Account } from "../domain/account.ts";
import { DomainError } from "../domain/errors.ts";
import type { Reads } from "../storage/store.ts";
import type { Access } from "./access.ts";
import type { Ports } from "./ports.ts";
import { stateOf } from "./precondition.ts";

/** The account that somebody has been let into. */
export async function getAccount({ reads }: Ports, { account }: Access): Promise<Account> {
  return namesAccount(reads, account);
}

/** @throws DomainError `UNKNOWN_ACCOUNT` */
export async function namesAccount(source: Pick<Reads, "accounts">, name: string): Promise<Account> {
  const account = await source.accounts.find(name);
  if (!account) throw new DomainError("UNKNOWN_ACCOUNT", "There is no such account, or it isn't yours.");
  return account;
}

/** Names what an operator can edit of an account. */
export function accountState({ displayName, status }: Account): string {
  return stateOf({ displayName, status });
}
