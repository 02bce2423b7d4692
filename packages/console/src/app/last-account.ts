import type { AccountSummary } from "../api/session.ts";

const STORAGE_KEY = "latchkey.account";

/** Remembers in this browser which account was worked in. */
export function rememberAccount(name: string): void {
  localStorage.setItem(STORAGE_KEY, name);
}

/** The account to begin with: the last one worked in, else the first that is active, else the first. */
export function chooseAccount(accounts: readonly AccountSummary[]): AccountSummary | undefined {
  const last = localStorage.getItem(STORAGE_KEY);
  return (
    accounts.find(({ name }) => name === last) ?? accounts.find(({ status }) => status === "active") ?? accounts[0]
  );
}
