import { dayOf, USE_KEPT_DAYS } from "../domain/use.ts";
import type { Store } from "../storage/store.ts";

/** Forgets use that is older than it is kept, bit by bit. */
export async function trimUse({ use }: Pick<Store, "use">, nowMs: number, signal: AbortSignal): Promise<void> {
  const firstKept = dayOf(nowMs) - USE_KEPT_DAYS;
  while (!signal.aborted && (await use.trimCounts(firstKept)) > 0);
  if (!signal.aborted) await use.trimLastUses(firstKept);
}
