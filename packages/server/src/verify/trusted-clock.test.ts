import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { TrustedClock } from "./trusted-clock.ts";

const HOUR_MS = 3_600_000;
const START_MS = Date.UTC(2026, 10, 23, 12);

function machine() {
  const clocks = { wallMs: START_MS, monotonicMs: 5 };
  const trusted = new TrustedClock({ nowMs: () => clocks.wallMs, monotonicMs: () => clocks.monotonicMs });
  return { clocks, trusted };
}

describe("the trusted clock", () => {
  test("is the wall clock, as long as that goes forward", () => {
    const { clocks, trusted } = machine();
    expect(trusted.nowMs()).toBe(START_MS);
    clocks.wallMs += 10;
    clocks.monotonicMs += 10;
    expect(trusted.nowMs()).toBe(START_MS + 10);
    clocks.wallMs += 72 * HOUR_MS;
    expect(trusted.nowMs()).toBe(START_MS + 10 + 72 * HOUR_MS);
  });

  test("rule 15: goes on from where it was when the wall clock is set back 72 hours", () => {
    const { clocks, trusted } = machine();
    trusted.nowMs();
    clocks.wallMs -= 72 * HOUR_MS;
    expect(trusted.nowMs()).toBe(START_MS);
    clocks.wallMs += HOUR_MS;
    clocks.monotonicMs += HOUR_MS;
    expect(trusted.nowMs()).toBe(START_MS + HOUR_MS);
  });

  test("rule 15: takes the newest time of the feed over a wall clock behind it, and ages it", () => {
    const { clocks, trusted } = machine();
    trusted.observe(START_MS + 72 * HOUR_MS);
    clocks.monotonicMs += 7;
    expect(trusted.nowMs()).toBe(START_MS + 72 * HOUR_MS + 7);
    trusted.observe(START_MS);
    expect(trusted.nowMs()).toBe(START_MS + 72 * HOUR_MS + 7);
    clocks.wallMs = START_MS + 73 * HOUR_MS;
    expect(trusted.nowMs()).toBe(START_MS + 73 * HOUR_MS);
  });

  test("tells whole milliseconds: what expires within one has expired", () => {
    const { clocks, trusted } = machine();
    trusted.observe(START_MS + HOUR_MS);
    clocks.monotonicMs += 0.25;
    expect(trusted.nowMs()).toBe(START_MS + HOUR_MS + 1);
  });

  test("rule 15: never goes back, nor behind anything that it has seen", () => {
    const step = fc.record({
      wallMs: fc.integer({ min: -72 * HOUR_MS, max: 72 * HOUR_MS }),
      monotonicMs: fc.nat({ max: HOUR_MS }),
      observedMs: fc.option(fc.integer({ min: -HOUR_MS, max: HOUR_MS })),
    });
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 30 }), (steps) => {
        const { clocks, trusted } = machine();
        let beforeMs = Number.NEGATIVE_INFINITY;
        for (const { wallMs, monotonicMs, observedMs } of steps) {
          clocks.wallMs += wallMs;
          clocks.monotonicMs += monotonicMs;
          if (observedMs !== null) trusted.observe(START_MS + observedMs);
          const nowMs = trusted.nowMs();
          expect(nowMs).toBeGreaterThanOrEqual(clocks.wallMs);
          expect(nowMs).toBeGreaterThanOrEqual(beforeMs + monotonicMs);
          expect(nowMs).toBeGreaterThanOrEqual(START_MS + (observedMs ?? Number.NEGATIVE_INFINITY));
          beforeMs = nowMs;
        }
      }),
    );
  });
});
