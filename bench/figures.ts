import { readFile, writeFile } from "node:fs/promises";
import { cpus } from "node:os";

/** How often what is compared takes its turn. */
export const ROUNDS = 15;

/** Something that was measured. */
export interface Measurement {
  readonly figure: string;
  readonly value: number;
  readonly unit: string;
  /** What the value was made of. */
  readonly details?: Readonly<Record<string, number | string | null>>;
}

/** What a value is to reach; `"measured"`: nothing, it is only to be known. */
export type Goal = { readonly atLeast: number } | { readonly atMost: number } | "measured";

interface Figure extends Required<Measurement> {
  readonly toReach: string;
  readonly isReached: boolean | null;
  readonly measuredAt: string;
}

const RESULTS = new URL("./results.json", import.meta.url);
const figures: Figure[] = [];

/** Says how far the bench is. */
export function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

export function add({ details = {}, figure, unit, value }: Measurement, goal: Goal): void {
  const measuredAt = new Date().toISOString();
  const made = {
    figure,
    value: rounded(value),
    unit,
    details,
    toReach: textOf(goal),
    isReached: isReached(value, goal),
  };
  figures.push({ ...made, measuredAt });
  say(`  ${figure}: ${made.value} ${unit} (to reach: ${made.toReach}) ${JSON.stringify(details)}`);
}

function isReached(value: number, goal: Goal): boolean | null {
  if (goal === "measured") return null;
  return "atLeast" in goal ? value >= goal.atLeast : value <= goal.atMost;
}

function textOf(goal: Goal): string {
  if (goal === "measured") return "measured";
  return "atLeast" in goal ? `≥ ${goal.atLeast}` : `≤ ${goal.atMost}`;
}

export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

/** @param share of the values that are no greater, 0 to 1 */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(Math.floor(sorted.length * share), sorted.length - 1)] ?? 0;
}

export function rounded(value: number): number {
  return value >= 100 ? Math.round(value) : Math.round(value * 1000) / 1000;
}

/** Writes what was measured over what an earlier run has measured of the same, and prints it. */
export async function keepFigures(): Promise<void> {
  const text = await readFile(RESULTS, "utf8").catch(() => '{"figures":[]}');
  const earlier = JSON.parse(text) as { figures: readonly Figure[] };
  const measured = new Map(figures.map((each) => [each.figure, each]));
  const kept = earlier.figures.map((each) => measured.get(each.figure) ?? each);
  const names = new Set(kept.map(({ figure }) => figure));
  const all = [...kept, ...figures.filter(({ figure }) => !names.has(figure))];
  const machine = { cpu: cpus()[0]?.model ?? "", cores: cpus().length, node: process.version, load: "bench/load.ts" };
  await writeFile(RESULTS, `${JSON.stringify({ machine, figures: all }, null, 2)}\n`);
  const rows = figures.map(({ figure, isReached, toReach, unit, value }) => ({
    figure,
    value,
    unit,
    toReach,
    isReached,
  }));
  // eslint-disable-next-line no-console -- a table is what this is for
  console.table(rows);
}
