import { CHAIN_START, sealedText } from "../domain/audit-event.ts";
import type { AuditReads, AuditSeal } from "../storage/store.ts";

/** What is wrong with an account's log, and at which event it begins to be. */
export interface ChainFault {
  readonly account: string;
  readonly sequence: number;
  readonly reason: "missing" | "altered" | "unknown-secret" | "head";
}

/** How a log came out: how many events are as they were sealed, and the first fault, or `null`. */
export interface ChainResult {
  readonly account: string;
  readonly events: number;
  readonly fault: ChainFault | null;
}

/**
 * Walks an account's log and recomputes every seal: an event that was removed, altered, moved or added shows. What was cut
 * off its end together with the head is seen only against a head that was kept elsewhere.
 *
 * @param head where the log ends, or `undefined` where it says nothing of itself: every account has a log
 */
export async function verifyAuditChain(
  audit: AuditReads,
  seal: AuditSeal,
  account: string,
  head: { sequence: number; mac: string } | undefined,
): Promise<ChainResult> {
  const fault = (sequence: number, reason: ChainFault["reason"]): ChainResult => ({
    account,
    events: sequence - 1,
    fault: { account, sequence, reason },
  });
  let previousMac = CHAIN_START;
  let sequence = 0;
  // Events may be added while this walks: whatever stands behind the head has to be sealed as well.
  for await (const event of audit.chain(account)) {
    sequence++;
    if (event.sequence !== sequence) return fault(sequence, "missing");
    if (event.secretId !== seal.secretId) return fault(sequence, "unknown-secret");
    if (event.mac !== seal.seal(sealedText(previousMac, event))) return fault(sequence, "altered");
    if (sequence === head?.sequence && event.mac !== head.mac) return fault(sequence, "head");
    previousMac = event.mac;
  }
  if (!head) return fault(sequence + 1, "head");
  if (sequence < head.sequence) return fault(sequence + 1, "missing");
  return { account, events: sequence, fault: null };
}
