import { SYSTEM } from "../domain/actor.ts";
import { type RenewalMonths, tokenLifetimeMonths } from "../domain/key-settings.ts";
import { addMonths, monthsBefore } from "../domain/months.ts";
import { EXPIRING_SOON_MS, type WarningMark, warningMark } from "../domain/token-age.ts";
import { NO_REQUEST } from "../domain/origin.ts";
import type { AgedToken, Changes, Store } from "../storage/store.ts";

/** Tokens that one transaction tells of: an account with ten thousand old keys mustn't hold everybody else up. */
const BATCH = 100;

/** What the background work needs. */
export interface ExpiryTeller {
  readonly store: Pick<Store, "reads" | "change">;
  /** The time by which expiry is judged, in milliseconds since 1970 (rule 15). */
  readonly nowMs: () => number;
}

/**
 * Tells accounts of tokens that stop working by their age: 30, 7 and 1 days before, and when they have stopped; each once,
 * also where several nodes do this, as an event and the mark that it was written commit together (rule 11). After a pause
 * it tells the last of what it would have told. Answers how many events it wrote.
 */
export async function tellOfExpiry({ nowMs, store }: ExpiryTeller, signal: AbortSignal): Promise<number> {
  let told = 0;
  for (const { account, months } of await store.reads.keySettings.enforcing()) {
    const now = nowMs();
    const nearTheirEnd = monthsBefore(now + EXPIRING_SOON_MS, months);
    for await (const tokens of store.reads.keys.agedTokens(account, months, nearTheirEnd)) {
      if (signal.aborted) return told;
      const due = tokens.filter((token) => markFor(token, months, now) !== undefined);
      for (let start = 0; start < due.length; start += BATCH) {
        if (signal.aborted) return told;
        const batch = due.slice(start, start + BATCH);
        const { value } = await store.change(NO_REQUEST, (tx) => tellBatch(tx, account, months, batch, now));
        told += value;
      }
    }
  }
  return told;
}

async function tellBatch(
  tx: Changes,
  account: string,
  months: RenewalMonths,
  tokens: readonly AgedToken[],
  nowMs: number,
): Promise<number> {
  // It may have been decided otherwise meanwhile.
  if (tokenLifetimeMonths(await tx.keySettings.find(account)) !== months) return tx.unchanged(0);
  let told = 0;
  for (const token of tokens) {
    const mark = markFor(token, months, nowMs);
    // Another node has told it meanwhile, or the token is gone.
    if (mark === undefined || !(await tx.keys.markTold(token.id, months, mark))) continue;
    const after = { token: token.id, expiresAt: addMonths(token.createdAtMs, months) };
    await tx.record({
      account,
      actor: SYSTEM,
      action: mark === 0 ? "token.expired" : "token.expiring",
      target: token.key,
      after: mark === 0 ? after : { ...after, daysBefore: mark },
    });
    told++;
  }
  return told === 0 ? tx.unchanged(0) : told;
}

/** What is to be told of a token now, or `undefined` where it has been told, or it is too early. */
function markFor({ createdAtMs, told }: AgedToken, months: RenewalMonths, nowMs: number): WarningMark | undefined {
  const mark = warningMark(addMonths(createdAtMs, months), nowMs);
  return mark === null || (told !== null && told <= mark) ? undefined : mark;
}
