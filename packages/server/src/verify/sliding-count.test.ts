import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { SlidingCount } from "./sliding-count.ts";

const WINDOW_MS = 1_000;
/** Steps of a clock, each followed by something that is counted. */
const steps = fc.array(fc.oneof(fc.nat(3), fc.nat(300), fc.constant(WINDOW_MS)), { maxLength: 200 });

function timesOf(steps: readonly number[]): number[] {
  let nowMs = 0;
  return steps.map((step) => (nowMs += step));
}

describe("a sliding count", () => {
  test("is of just what happened within the window, where each time counts by itself", () => {
    fc.assert(
      fc.property(steps, (steps) => {
        const count = new SlidingCount(WINDOW_MS);
        const times = timesOf(steps);
        for (const [at, nowMs] of times.entries()) {
          count.add(nowMs, 0);
          const within = times.slice(0, at + 1).filter((time) => time > nowMs - WINDOW_MS);
          expect(count.total(nowMs)).toBe(within.length);
        }
      }),
    );
  });

  test("is never too small in slices, too large only for the length of one, and takes a bounded memory", () => {
    const sliceMs = 100;
    fc.assert(
      fc.property(steps, (steps) => {
        const count = new SlidingCount(WINDOW_MS);
        const times = timesOf(steps);
        for (const [at, nowMs] of times.entries()) {
          count.add(nowMs, sliceMs);
          const since = (ms: number) => times.slice(0, at + 1).filter((time) => time > nowMs - ms).length;
          expect(count.total(nowMs)).toBeGreaterThanOrEqual(since(WINDOW_MS));
          expect(count.total(nowMs)).toBeLessThanOrEqual(since(WINDOW_MS + sliceMs));
          expect(count.size).toBeLessThanOrEqual(WINDOW_MS / sliceMs + 1);
        }
      }),
    );
  });

  test("knows when it will have fallen", () => {
    fc.assert(
      fc.property(steps, fc.nat(20), (steps, most) => {
        const count = new SlidingCount(WINDOW_MS);
        const times = timesOf(steps);
        for (const time of times) count.add(time, 0);
        const nowMs = times.at(-1) ?? 0;
        const inMs = count.fallsTo(most, nowMs);
        // A millisecond before, it hasn't.
        expect(inMs === 0 || count.total(nowMs + inMs - 1) > most).toBe(true);
        expect(count.total(nowMs + inMs)).toBeLessThanOrEqual(most);
      }),
    );
  });
});
