import type { Server } from "../compose.ts";
import { dayOf, type UseCount } from "../domain/use.ts";

/** Days of which the demo shows use. */
const DAYS = 30;

/** One thing that a key is used for, about so often on a working day. */
interface Habit {
  readonly key: string;
  readonly account: string;
  readonly resource: string | null;
  readonly times: number;
  readonly outcome?: UseCount["outcome"];
}

/**
 * Gives the demo's keys a month of use, as services would have asked it: more on working days than at weekends, the last of
 * it some minutes ago.
 */
export async function addPastUse(
  { ports, store }: Pick<Server, "ports" | "store">,
  habits: readonly Habit[],
): Promise<void> {
  const nowMs = ports.nowMs();
  const today = dayOf(nowMs);
  const counts = habits.flatMap(({ times, outcome = "allowed", ...what }) =>
    Array.from({ length: DAYS }, (_, back): UseCount => {
      const day = today - back;
      // Day 0 was a Thursday.
      const isWeekend = [2, 3].includes(day % 7);
      const wave = 1 + 0.35 * Math.sin(day * 1.7 + times);
      return { ...what, day, outcome, count: Math.round(times * wave * (isWeekend ? 0.4 : 1)) };
    }).filter((count) => count.count > 0),
  );
  const allowed = habits.filter((habit) => habit.outcome === undefined);
  const keys = allowed.map(({ account, key, times }) => ({
    key,
    account,
    atMs: nowMs - minutesAgo(times),
    ip: "203.0.113.24",
  }));
  const tokens = [];
  for (const { atMs, ip, key } of keys) {
    const known = await ports.reads.keys.lookUp(key);
    const details = known && (await ports.reads.keys.find(known.owner.account, key));
    tokens.push(...(details?.tokens ?? []).map((token) => ({ tokenId: token.id, atMs, ip })));
  }
  await store.use.add({
    counts,
    keys: newest(keys, (use) => `${use.key} ${use.account}`),
    tokens: newest(tokens, (use) => use.tokenId),
  });
}

/** What is used much was used just now. */
function minutesAgo(times: number): number {
  return Math.ceil(4_000 / times) * 60_000;
}

/** Of several uses of one thing the last. */
function newest<Use extends { readonly atMs: number }>(uses: readonly Use[], nameOf: (use: Use) => string): Use[] {
  const byName = new Map<string, Use>();
  for (const use of uses.toSorted((a, b) => a.atMs - b.atMs)) byName.set(nameOf(use), use);
  return [...byName.values()];
}
