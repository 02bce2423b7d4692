import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { BALANCE_EVERY_MS, LIMIT_WINDOW_MS, type NodeDemand } from "../domain/rate-limit.ts";
import { type RateLimit, RateLimiter } from "./rate-limiter.ts";

const owners = (requestsPerMinute: number, name = "lk-a-1"): RateLimit => ({ setBy: "owner", name, requestsPerMinute });
const hosts = (requestsPerMinute: number): RateLimit => ({ setBy: "host", name: "lk-a-1 acme", requestsPerMinute });

function limiter() {
  const clock = { ms: 1_000 };
  const rates = new RateLimiter(() => clock.ms);
  return { clock, rates, passes: (...limits: RateLimit[]) => rates.take(limits)?.retryAfterSeconds === undefined };
}

describe("a limit, on one node", () => {
  test("lets through just as many within any minute, at whatever times they come", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 30 }),
        fc.array(fc.oneof(fc.nat(50), fc.nat(20_000)), { maxLength: 150 }),
        (most, steps) => {
          const { clock, passes } = limiter();
          const allowed: number[] = [];
          for (const step of steps) {
            clock.ms += step;
            const within = allowed.filter((ms) => ms > clock.ms - LIMIT_WINDOW_MS).length;
            expect(passes(owners(most))).toBe(within < most);
            if (within < most) allowed.push(clock.ms);
          }
        },
      ),
    );
  });

  test("above 600 never lets through more, and misses a tenth of a second's at most", () => {
    const { clock, passes } = limiter();
    const allowed: number[] = [];
    // 1,500 requests a minute for five minutes, under a limit of 1,200.
    for (let at = 0; at < 7_500; at++) {
      clock.ms += 40;
      if (passes(owners(1_200))) allowed.push(clock.ms);
      expect(allowed.filter((ms) => ms > clock.ms - LIMIT_WINDOW_MS).length).toBeLessThanOrEqual(1_200);
    }
    expect(allowed.length).toBeGreaterThan(5 * 1_200 * 0.99);
  });

  test("says what is left and when there is more", () => {
    const { clock, rates } = limiter();
    expect(rates.take([owners(2)])).toEqual({
      rateLimit: { limit: 2, setBy: "owner", remaining: 1, resetSeconds: 60 },
    });
    clock.ms += 20_500;
    expect(rates.take([owners(2)])?.rateLimit).toMatchObject({ remaining: 0, resetSeconds: 40 });
    expect(rates.take([owners(2)])).toEqual({
      rateLimit: { limit: 2, setBy: "owner", remaining: 0, resetSeconds: 40 },
      retryAfterSeconds: 40,
    });
    clock.ms += 39_500;
    expect(rates.take([owners(2)])?.rateLimit).toMatchObject({ remaining: 0, resetSeconds: 21 });
  });

  test("counts a refused request under none of two", () => {
    const { clock, rates, passes } = limiter();
    expect(passes(owners(3), hosts(1))).toBe(true);
    for (let at = 0; at < 5; at++) expect(passes(owners(3), hosts(1))).toBe(false);
    expect(rates.take([owners(3), hosts(1)])).toMatchObject({ rateLimit: { setBy: "host", limit: 1 } });
    expect(rates.take([owners(3)])).toMatchObject({ rateLimit: { remaining: 1 } });
    // Of two that allow, the one that leaves less is told; of two that refuse, the one that makes wait longer.
    clock.ms += 60_000;
    expect(rates.take([owners(2), hosts(9)])?.rateLimit).toMatchObject({ setBy: "owner", remaining: 1 });
    clock.ms += 1_000;
    expect(rates.take([owners(2)])?.rateLimit).toMatchObject({ remaining: 0 });
    expect(rates.take([owners(2), hosts(1)])).toMatchObject({ rateLimit: { setBy: "owner" }, retryAfterSeconds: 59 });
  });

  test("holds at once when it is changed", () => {
    const { passes } = limiter();
    for (let at = 0; at < 4; at++) expect(passes(owners(5))).toBe(true);
    expect(passes(owners(3))).toBe(false);
    expect(passes(owners(5))).toBe(true);
    expect(passes(owners(5))).toBe(false);
    expect(passes(owners(1_000_000))).toBe(true);
  });

  test("is nothing to remember a minute after its last request", () => {
    const { clock, rates } = limiter();
    rates.take([owners(5)]);
    clock.ms += 30_000;
    rates.take([owners(5, "lk-a-2")]);
    expect(rates.size).toBe(2);
    clock.ms += 30_000;
    rates.forget();
    expect(rates.demands()).toEqual([{ limit: "lk-a-2", used: 1, demand: 1 }]);
    expect(rates.size).toBe(1);
    expect(rates.take([])).toBeUndefined();
  });
});

describe("a limit over several nodes", () => {
  /** Runs nodes that each meet so many requests a minute; answers how many each let through in each minute. */
  function run(limit: number, ratesOfNodes: readonly number[], minutes: number): number[][] {
    const clock = { ms: 0 };
    const nodes = ratesOfNodes.map((perMinute, at) => {
      return { node: `n${at}`, perMinute, rates: new RateLimiter(() => clock.ms), due: 0 };
    });
    const passed = Array.from({ length: minutes }, () => nodes.map(() => 0));
    for (let tick = 0; tick < minutes * 600; tick++) {
      clock.ms = tick * 100;
      if (clock.ms % BALANCE_EVERY_MS === 0) {
        const all = nodes.flatMap(({ node, rates }) =>
          rates.demands().map((demand): NodeDemand => ({ node, ...demand })),
        );
        const demands = Map.groupBy(all, (demand) => demand.limit);
        for (const { node, rates } of nodes) rates.balance({ node, nodes: nodes.length, demands });
      }
      for (const [at, each] of nodes.entries()) {
        for (each.due += each.perMinute / 600; each.due >= 1; each.due--) {
          const ofMinute = passed[Math.floor(tick / 600)];
          const isAllowed = each.rates.take([owners(limit)])?.retryAfterSeconds === undefined;
          if (ofMinute && isAllowed) ofMinute[at] = (ofMinute[at] ?? 0) + 1;
        }
      }
    }
    return passed;
  }

  const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

  test("is met within a tenth under steady load, whoever meets how much of it", { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 20, max: 1_500 }),
        fc.array(fc.integer({ min: 0, max: 2_000 }), { minLength: 2, maxLength: 4 }),
        (limit, perMinute) => {
          const wanted = Math.min(limit, sum(perMinute));
          for (const ofMinute of run(limit, perMinute, 6).slice(3)) {
            expect(sum(ofMinute)).toBeGreaterThanOrEqual(Math.floor(wanted * 0.9) - perMinute.length);
            expect(sum(ofMinute)).toBeLessThanOrEqual(limit * 1.1);
          }
        },
      ),
      { numRuns: 25 },
    );
  });

  test("is a node's alone where the others meet nothing, and starves none that meets little", () => {
    expect(run(300, [900, 0, 0], 4).at(-1)).toEqual([300, 0, 0]);
    const [busy = 0, quiet = 0] = run(300, [3_000, 30], 4).at(-1) ?? [];
    expect(quiet).toBeGreaterThanOrEqual(27);
    expect(busy + quiet).toBeLessThanOrEqual(300);
    expect(busy).toBeGreaterThanOrEqual(265);
  });

  test("tells a node without a share to ask again when they are shared out anew", () => {
    const { rates } = limiter();
    const used = { node: "other", limit: "lk-a-1", used: 10, demand: 10 };
    rates.balance({ node: "me", nodes: 2, demands: new Map([["lk-a-1", [used]]]) });
    expect(rates.take([owners(10)])).toEqual({
      rateLimit: { limit: 10, setBy: "owner", remaining: 0, resetSeconds: 2 },
      retryAfterSeconds: 2,
    });
    rates.balance(undefined);
    expect(rates.take([owners(10)])?.retryAfterSeconds).toBeUndefined();
  });
});
