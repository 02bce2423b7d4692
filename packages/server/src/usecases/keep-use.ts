import type { UseBatch } from "../domain/use.ts";
import type { Store } from "../storage/store.ts";

/** What is counted in memory. */
export interface CountedUse {
  /** Hands over what was counted, and begins anew. */
  take(): UseBatch;
  /** Takes back what couldn't be kept. */
  restore(batch: UseBatch): void;
}

/** Adds what was counted to what is kept. What can't be kept is counted on. */
export async function keepUse({ use }: Pick<Store, "use">, counted: CountedUse): Promise<void> {
  const batch = counted.take();
  if (batch.tokens.length === 0) return;
  try {
    await use.add(batch);
  } catch (error) {
    counted.restore(batch);
    throw error;
  }
}
