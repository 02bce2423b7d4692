import type { UseReport } from "../../../api/use.ts";

/** What happened on one day. */
export interface UseDay {
  /** As RFC 3339 writes it, in UTC. */
  readonly day: string;
  readonly allowed: number;
  readonly refused: number;
}

const DAY_MS = 24 * 60 * 60 * 1_000;

/** Every day of a report by day, in order, also those on which nothing happened. */
export function everyDay({ from, to, items }: UseReport): readonly UseDay[] {
  const counted = new Map(items.map((item) => [item.day, item]));
  const days: UseDay[] = [];
  for (let atMs = Date.parse(from); atMs <= Date.parse(to); atMs += DAY_MS) {
    const day = new Date(atMs).toISOString().slice(0, 10);
    const { allowed = 0, refusedByOwner = 0, refusedByHost = 0 } = counted.get(day) ?? {};
    days.push({ day, allowed, refused: refusedByOwner + refusedByHost });
  }
  return days;
}

/** All days together. */
export function sumOf(days: readonly UseDay[]): { readonly allowed: number; readonly refused: number } {
  return {
    allowed: days.reduce((sum, day) => sum + day.allowed, 0),
    refused: days.reduce((sum, day) => sum + day.refused, 0),
  };
}
