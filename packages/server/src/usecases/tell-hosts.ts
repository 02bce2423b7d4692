import type { AuditAction } from "../domain/audit-event.ts";
import type { Changes } from "../storage/store.ts";

/** Leaves a note for the log of each account that admitted a key (rule 11). */
export async function tellHosts(tx: Changes, owner: string, action: AuditAction, key: string): Promise<void> {
  const hosts = await tx.keys.hostsOf(key);
  await tx.announce({ action, actingAccount: owner, recipients: hosts.map((host) => ({ account: host, key })) });
}
