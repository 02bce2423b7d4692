import { REPEATABLE_MS } from "../domain/origin.ts";
import type { Store } from "../storage/store.ts";

/** Records that one transaction forgets: changes wait meanwhile. */
const BATCH = 500;

/** Forgets the requests that are too old to be repeated. Answers how many those were. */
export async function forgetRepeatables(
  { repeatables }: Pick<Store, "repeatables">,
  nowMs: number,
  signal: AbortSignal,
): Promise<number> {
  let forgotten = 0;
  while (!signal.aborted) {
    const count = await repeatables.forget(nowMs - REPEATABLE_MS, BATCH);
    forgotten += count;
    if (count < BATCH) break;
  }
  return forgotten;
}
