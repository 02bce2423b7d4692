import { PLATFORM } from "../domain/account.ts";
import { CHAIN_START, sealedText } from "../domain/audit-event.ts";
import type { AuditReads, AuditSeal } from "../storage/store.ts";

/**
 * How a log isn't as it was written: an event is `missing` or `altered`, or sealed under another secret; it doesn't end where its `head`
 * says; against a head that was kept elsewhere, its end was `cut-off`, or another event stands where that ended (`kept-head`).
 */
export type ChainFaultReason = "missing" | "altered" | "unknown-secret" | "head" | "cut-off" | "kept-head";

/** What is wrong with an account's log, and at which event it begins to be. */
export interface ChainFault {
  readonly account: string;
  readonly sequence: number;
  readonly reason: ChainFaultReason;
}

/** How a log came out: how many events are as they were sealed, and the first fault, or `null`. */
export interface ChainResult {
  readonly account: string;
  readonly events: number;
  readonly fault: ChainFault | null;
}

/** Where a log ends, or ended: its newest sequence and seal. */
export interface Head {
  readonly sequence: number;
  readonly mac: string;
}

/**
 * Walks an account's log and recomputes every seal: an event that was removed, altered, moved or added shows. What was cut
 * off its end together with the head is seen only against a head that was kept elsewhere.
 *
 * @param heads.head where the log ends, or `undefined` where it says nothing of itself: every account has a log
 * @param heads.kept where it ended once, as somebody kept it outside of the database
 */
export async function verifyAuditChain(
  audit: Pick<AuditReads, "walk">,
  seal: AuditSeal,
  account: string,
  { head, kept }: { readonly head: Head | undefined; readonly kept?: Head | undefined },
): Promise<ChainResult> {
  const fault = (sequence: number, reason: ChainFaultReason): ChainResult => ({
    account,
    events: sequence - 1,
    fault: { account, sequence, reason },
  });
  let previousMac = CHAIN_START;
  let sequence = 0;
  if (kept?.sequence === 0 && kept.mac !== CHAIN_START) return fault(1, "kept-head");
  // Events may be added while this walks: whatever stands behind the head has to be sealed as well.
  for await (const event of audit.walk(account)) {
    sequence++;
    if (event.sequence !== sequence) return fault(sequence, "missing");
    const sealed = seal.sealUnder(event.secretId, sealedText(previousMac, event));
    if (sealed === undefined) return fault(sequence, "unknown-secret");
    if (event.mac !== sealed) return fault(sequence, "altered");
    if (sequence === head?.sequence && event.mac !== head.mac) return fault(sequence, "head");
    if (sequence === kept?.sequence && event.mac !== kept.mac) return fault(sequence, "kept-head");
    previousMac = event.mac;
  }
  // The platform's log begins with the first thing that concerns no account.
  if (!head && (sequence > 0 || account !== PLATFORM)) return fault(sequence + 1, "head");
  if (head && sequence < head.sequence) return fault(sequence + 1, "missing");
  if (kept && sequence < kept.sequence) return fault(sequence + 1, "cut-off");
  return { account, events: sequence, fault: null };
}
