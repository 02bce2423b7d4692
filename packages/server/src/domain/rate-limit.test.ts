import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { allowanceOf, type NodeDemand, shareOut } from "./rate-limit.ts";

const limit = fc.oneof(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 0, max: 1_000_000 }));
const demands = fc.array(fc.oneof(fc.nat(5), fc.nat(2_000_000)), { minLength: 1, maxLength: 8 });
const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

describe("shares of a limit", () => {
  test("are whole numbers, and together the limit", () => {
    fc.assert(
      fc.property(limit, demands, (limit, demands) => {
        const shares = shareOut(limit, demands);
        expect(shares).toHaveLength(demands.length);
        expect(shares.every((share) => Number.isInteger(share) && share >= 0)).toBe(true);
        expect(sum(shares)).toBe(limit);
      }),
    );
    expect(shareOut(10, [])).toEqual([]);
  });

  test("are enough for everybody where the limit is", () => {
    fc.assert(
      fc.property(demands, fc.nat(1_000), (demands, spare) => {
        const shares = shareOut(sum(demands) + spare, demands);
        expect(shares.every((share, at) => share >= (demands[at] ?? 0))).toBe(true);
      }),
    );
  });

  test("starve nobody: each gets what it needs or an even share, whatever the others want", () => {
    fc.assert(
      fc.property(limit, demands, (limit, demands) => {
        const even = Math.floor(limit / demands.length);
        const shares = shareOut(limit, demands);
        expect(shares.every((share, at) => share >= Math.min(demands[at] ?? 0, even))).toBe(true);
      }),
    );
  });

  test.each([
    [100, [1_000, 10], [90, 10]],
    [100, [1_000, 1_000, 10], [45, 45, 10]],
    [100, [20, 40], [40, 60]],
    [1, [5, 5], [0, 1]],
    [0, [5], [0]],
  ])("of %d for demands of %j are %j", (limit, demands, shares) => {
    expect(shareOut(limit, demands)).toEqual(shares);
  });
});

const told = fc.uniqueArray(
  fc.record({ node: fc.constantFrom("a", "b", "c", "d"), demand: fc.nat(500), refused: fc.nat(500) }),
  { selector: ({ node }) => node },
);

describe("what a node may allow", () => {
  test("is together no more than the limit, and nothing of what others have used", () => {
    fc.assert(
      fc.property(limit, told, (limit, told) => {
        const demands = told.map(({ node, demand, refused }): NodeDemand => ({
          node,
          limit: "l",
          used: demand,
          demand: demand + refused,
        }));
        const nodes = demands.map(({ node }) => node);
        const allowances = nodes.map((node) => allowanceOf(limit, { node, nodes: nodes.length, demands }));
        expect(sum(allowances)).toBeLessThanOrEqual(limit);
        for (const [at, allowance] of allowances.entries()) {
          const elsewhere = sum(demands.filter((_, other) => other !== at).map(({ used }) => used));
          expect(allowance).toBeLessThanOrEqual(Math.max(0, limit - elsewhere));
        }
      }),
    );
  });

  test("is an even share for one of whom nothing is told yet, as far as the others leave it", () => {
    const others = (used: number) => [{ node: "b", limit: "l", used, demand: used }];
    expect(allowanceOf(90, { node: "a", nodes: 3, demands: [] })).toBe(30);
    expect(allowanceOf(90, { node: "a", nodes: 3, demands: others(50) })).toBe(30);
    expect(allowanceOf(90, { node: "a", nodes: 3, demands: others(80) })).toBe(10);
    expect(allowanceOf(90, { node: "a", nodes: 3, demands: others(90) })).toBe(0);
  });

  test("doesn't hang on the order in which the others are heard", () => {
    const demands = ["c", "a", "b"].map((node) => ({ node, limit: "l", used: 0, demand: 5 }));
    const allowed = (order: typeof demands) =>
      ["a", "b", "c"].map((node) => allowanceOf(10, { node, nodes: 3, demands: order }));
    expect(sum(allowed(demands))).toBe(10);
    expect(allowed(demands.toReversed())).toEqual(allowed(demands));
  });
});
