import type { Store } from "../storage/store.ts";

/** Counts that one statement forgets. */
const BATCH = 1_000;

/** Forgets counted attempts whose time is over. */
export async function forgetAttempts(
  { attempts }: Pick<Store, "attempts">,
  nowMs: number,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted && (await attempts.forget(nowMs, BATCH)) === BATCH);
}
