import { expect, test } from "vitest";
import { LimitBalancer } from "./balance-limits.ts";

/** A table of nodes, as all of them see it. */
function sharedTable() {
  const beats = new Map<string, number>();
  return {
    exchange: (node: string) => {
      beats.set(node, (beats.get(node) ?? 0) + 1);
      return Promise.resolve(
        [...beats].filter(([id]) => id !== node).map(([id, beat]) => ({ node: id, beat, demands: [] })),
      );
    },
    remove: (nodes: readonly string[]) => {
      for (const node of nodes) beats.delete(node);
      return Promise.resolve();
    },
  };
}

test("one of the nodes that are alive is the first: when it leaves or dies, the next is", async () => {
  const nodes = sharedTable();
  const clock = { ms: 0 };
  const limits = { demands: () => [], balance: () => undefined };
  const named = (node: string) => new LimitBalancer({ nodes, limits, node, monotonicMs: () => clock.ms });
  const all = { a: named("a"), b: named("b"), c: named("c") };
  const pass = async (...alive: readonly (keyof typeof all)[]) => {
    clock.ms += 2_000;
    for (const name of alive) await all[name].balance();
    return alive.filter((name) => all[name].isFirst);
  };
  expect(all.c.isFirst).toBe(true);
  expect(await pass("c")).toEqual(["c"]);
  await pass("c", "a", "b");
  expect(await pass("c", "a", "b")).toEqual(["a"]);
  await all.a.leave();
  expect(await pass("c", "b")).toEqual(["b"]);
  // It dies without a word.
  for (let round = 0; round < 4; round++) expect(await pass("c")).toEqual([]);
  expect(await pass("c")).toEqual(["c"]);
});
