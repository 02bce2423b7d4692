import { SYSTEM } from "../domain/actor.ts";
import type { KeySettings, RenewalMonths } from "../domain/key-settings.ts";
import { monthsBefore } from "../domain/months.ts";
import { OVERDUE_AFTER_MONTHS, type RenewalAlert, renewalAlert } from "../domain/token-age.ts";
import { NO_REQUEST } from "../domain/origin.ts";
import type { Changes, Store, UntoldToken } from "../storage/store.ts";

/** Tokens that one transaction tells of: an account with ten thousand old keys mustn't hold everybody else up. */
const BATCH = 100;

const CHOICES: readonly RenewalMonths[] = [3, 6];

/** What is looked for, the more urgent first: who hears that a renewal is overdue needn't hear that it is recommended. */
const ALERTS: readonly { readonly alert: RenewalAlert; readonly afterMonths: number }[] = [
  { alert: "overdue", afterMonths: OVERDUE_AFTER_MONTHS },
  { alert: "recommended", afterMonths: 0 },
];

/** What the background work needs. */
export interface RenewalAlertTeller {
  readonly store: Pick<Store, "reads" | "change">;
  /** The time by which ages are judged, in milliseconds since 1970 (rule 15). */
  readonly nowMs: () => number;
}

/**
 * Tells accounts of tokens that have reached the age at which their renewal is recommended, and of those for which it is overdue:
 * each once for each token, whatever is decided about ages later, and also where several nodes do this, as an event and the mark
 * that it was written commit together (rule 11). Accounts whose tokens stop working at that age are told of that instead. Answers
 * how many events it wrote.
 */
export async function tellOfRenewalAlerts({ nowMs, store }: RenewalAlertTeller, signal: AbortSignal): Promise<number> {
  let told = 0;
  for (const months of CHOICES) {
    for (const { afterMonths, alert } of ALERTS) {
      const now = nowMs();
      const within = monthsBefore(now, months + afterMonths);
      let isMore = true;
      while (isMore && !signal.aborted) {
        const tokens = await store.reads.keys.untoldTokens({ alert, months, within, limit: BATCH });
        if (tokens.length === 0) break;
        const { value } = await store.change(NO_REQUEST, (tx) => tellBatch(tx, alert, tokens, now));
        told += value;
        // Whatever isn't told now, as something else was decided meanwhile, waits for the next time.
        isMore = value > 0 && tokens.length === BATCH;
      }
    }
  }
  return told;
}

async function tellBatch(
  tx: Changes,
  alert: RenewalAlert,
  tokens: readonly UntoldToken[],
  nowMs: number,
): Promise<number> {
  const decided = new Map<string, KeySettings>();
  let told = 0;
  for (const { createdAtMs, id, key, owner } of tokens) {
    const settings = decided.get(owner) ?? (await tx.keySettings.find(owner));
    decided.set(owner, settings);
    // It may have been decided otherwise meanwhile.
    if (settings.enforcement !== "alert" || renewalAlert(createdAtMs, settings, nowMs) !== alert) continue;
    // Another node has told it meanwhile, or the token is gone.
    if (!(await tx.keys.markAlertTold(id, alert))) continue;
    await tx.record({
      account: owner,
      actor: SYSTEM,
      action: `token.renewal-${alert}`,
      target: key,
      after: { token: id, createdAt: createdAtMs },
    });
    told++;
  }
  return told === 0 ? tx.unchanged(0) : told;
}
