import { CHAIN_START } from "../domain/audit-event.ts";
import type { AuditHead } from "../storage/store.ts";
import type { AuditLog } from "./audit-log.ts";
import type { Ports } from "./ports.ts";

/** Where a log ends: what to keep elsewhere, so that a tail that is cut off later shows. A log without events ends at 0. */
export async function getAuditHead(
  { reads }: Ports,
  { account }: AuditLog,
): Promise<AuditHead & { atMs: number | null }> {
  return (await reads.audit.head(account)) ?? { account, sequence: 0, mac: CHAIN_START, atMs: null };
}
