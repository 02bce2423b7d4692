import { NO_REQUEST } from "../domain/origin.ts";
import { SYSTEM } from "../domain/actor.ts";
import { endTokenLink } from "./end-token-link.ts";
import type { Ports } from "./ports.ts";

/** Links that one look at the database brings. */
const BATCH = 100;

/**
 * Ends the links that have expired unopened, each once, however many nodes come by: whoever is first changes it. Answers how
 * many this one has ended. Nothing depends on when it comes: what has expired opens nothing.
 */
export async function expireTokenLinks(
  { reads, change, nowMs }: Pick<Ports, "reads" | "change" | "nowMs">,
  signal: AbortSignal,
): Promise<number> {
  let ended = 0;
  while (!signal.aborted) {
    const overdue = await reads.tokenLinks.overdue(nowMs(), BATCH);
    if (overdue.length === 0) break;
    for (const id of overdue) {
      if (signal.aborted) break;
      const isOurs = await change(NO_REQUEST, async (tx) => {
        const link = await tx.tokenLinks.find(id);
        const isEnded = link !== undefined && (await endTokenLink(tx, SYSTEM, link, "expired"));
        return isEnded || tx.unchanged(false);
      });
      if (isOurs) ended++;
    }
  }
  return ended;
}
