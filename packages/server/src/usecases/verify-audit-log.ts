import type { AuditLog } from "./audit-log.ts";
import { gently } from "./pace.ts";
import type { Ports } from "./ports.ts";
import { type ChainResult, type Head, verifyAuditChain } from "./verify-audit-chain.ts";

/**
 * Checks every seal of a log, against the head that stands in the database and one that was kept elsewhere.
 *
 * @throws DomainError `TOO_MANY_AT_ONCE` where one of this log is under way, or too many of others'
 */
export async function verifyAuditLog(
  { auditSeal, pace, reads, verifications }: Ports,
  { account }: AuditLog,
  kept: Head | undefined,
): Promise<ChainResult> {
  const end = verifications.begin(account);
  try {
    const head = await reads.audit.head(account);
    // Only an account has events from its first moment on: the platform's log may be empty.
    const audit = { walk: (of: string) => gently(reads.audit.walk(of), pace) };
    return await verifyAuditChain(audit, auditSeal, account, { head, kept });
  } finally {
    end();
  }
}
