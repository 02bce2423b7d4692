// What keeps a key out of an account, as the oracle works it out.

import { lets } from "./test-networks.ts";
import type { OracleAccount, OracleKey } from "./test-oracle-things.ts";

/** What the oracle knows. */
interface Known {
  readonly accounts: ReadonlyMap<string, OracleAccount>;
  readonly keys: ReadonlyMap<string, OracleKey>;
  readonly nowMs: number;
}

/** Why an account is closed to a key, the first reason in the order of section 6. */
export function closedFor({ accounts, nowMs }: Known, key: OracleKey, accountName: string) {
  const account = accounts.get(accountName);
  const admission = account?.admissions.get(key.key);
  if (!account) return "UNKNOWN_ACCOUNT";
  if (account.isSuspended) return "ACCOUNT_SUSPENDED";
  if (accounts.get(key.owner)?.isSuspended) return "OWNER_SUSPENDED";
  if (key.status === "inactive") return "KEY_INACTIVE";
  if (key.owner === accountName) return undefined;
  if (!admission) return "NOT_ADMITTED";
  if (admission.status === "inactive") return "EXTERNAL_KEY_INACTIVE";
  if (admission.expiresAtMs !== null && admission.expiresAtMs <= nowMs) return "EXTERNAL_KEY_EXPIRED";
  return undefined;
}

/** Whose networks don't have an address: in its own account a key has the owner's alone. */
export function outside(
  { accounts }: Known,
  key: OracleKey,
  account: string,
  ip: string | undefined,
): "owner" | "host" | undefined {
  if (!lets(key.networks, ip)) return "owner";
  const admission = key.owner === account ? undefined : accounts.get(account)?.admissions.get(key.key);
  return lets(admission?.networks ?? [], ip) ? undefined : "host";
}

/** Why an admitted key opens nothing, as the host's list says it. */
export function statusReason({ accounts, keys, nowMs }: Known, host: string, keyString: string): string | null {
  const key = keys.get(keyString);
  if (!key || key.status === "deleted") return "owner-deleted";
  if (accounts.get(key.owner)?.isSuspended) return "owner-suspended";
  if (key.status === "inactive") return "owner-deactivated";
  const admission = accounts.get(host)?.admissions.get(keyString);
  if (admission?.status === "inactive") return "suspended-here";
  const expiresAtMs = admission?.expiresAtMs ?? null;
  return expiresAtMs !== null && expiresAtMs <= nowMs ? "expired" : null;
}
