import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compareCodeUnits } from "../domain/text.ts";
import type { Use, UseBatch } from "../domain/use.ts";
import { UseMeter } from "./use-meter.ts";

const DAY_MS = 24 * 60 * 60 * 1_000;

function use(fields: Partial<Use> = {}): Use {
  const at = { atMs: 10 * DAY_MS, ip: "203.0.113.9" };
  return { key: "lk-a-1", tokenId: "t1", account: "acme", resource: "oms.view", outcome: "allowed", ...at, ...fields };
}

function counted(...uses: Use[]): UseBatch {
  const meter = new UseMeter();
  for (const each of uses) meter.count(each);
  return meter.take();
}

describe("counted use", () => {
  test("is one number for what is the same, and another for what isn't", () => {
    const { counts } = counted(
      use(),
      use({ tokenId: "t2", atMs: 11 * DAY_MS - 1 }),
      use({ atMs: 11 * DAY_MS }),
      use({ resource: null }),
      use({ account: "zoom" }),
      use({ key: "lk-a-2" }),
      use({ outcome: "refused-by-host" }),
    );
    expect(counts.map(({ count }) => count)).toEqual([2, 1, 1, 1, 1, 1]);
    expect(counts[0]).toEqual({
      key: "lk-a-1",
      account: "acme",
      day: 10,
      resource: "oms.view",
      outcome: "allowed",
      count: 2,
    });
  });

  test("knows when a key was last allowed something in an account, and when a token was last proven right", () => {
    const { keys, tokens } = counted(
      use({ atMs: 5 }),
      use({ atMs: 4, ip: null }),
      use({ atMs: 6, outcome: "refused-by-host", ip: "2001:db8::1" }),
      use({ atMs: 7, account: "zoom", outcome: "refused-by-owner", tokenId: "t2", ip: null }),
    );
    expect(keys).toEqual([{ key: "lk-a-1", account: "acme", atMs: 5, ip: "203.0.113.9" }]);
    expect(tokens).toEqual([
      { tokenId: "t1", atMs: 6, ip: "2001:db8::1" },
      { tokenId: "t2", atMs: 7, ip: null },
    ]);
  });

  test("is handed over once", () => {
    const meter = new UseMeter();
    meter.count(use());
    expect(meter.size).toBe(1);
    expect(meter.take().counts).toHaveLength(1);
    expect(meter.size).toBe(0);
    expect(meter.take()).toEqual({ counts: [], keys: [], tokens: [] });
  });

  test("is the same whether or not it was taken back on the way", () => {
    const someUse = fc.record({
      key: fc.constantFrom("lk-a-1", "lk-a-2"),
      tokenId: fc.constantFrom("t1", "t2"),
      account: fc.constantFrom("acme", "zoom"),
      resource: fc.constantFrom("oms.view", null),
      outcome: fc.constantFrom("allowed" as const, "refused-by-host" as const),
      atMs: fc.nat(3 * DAY_MS),
      ip: fc.constant(null),
    });
    const sorted = ({ counts, keys, tokens }: UseBatch) =>
      [...counts, ...keys, ...tokens].map((each) => Object.values(each).join(" ")).toSorted(compareCodeUnits);
    fc.assert(
      fc.property(fc.array(someUse), fc.array(someUse), (before, after) => {
        const meter = new UseMeter();
        for (const each of before) meter.count(each);
        const taken = meter.take();
        for (const each of after) meter.count(each);
        meter.restore(taken);
        expect(sorted(meter.take())).toEqual(sorted(counted(...before, ...after)));
      }),
    );
  });
});
