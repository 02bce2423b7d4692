import { expect, test } from "vitest";
import { gently } from "./pace.ts";

/** Runs three pieces of work that take so long, on a thread that is idle for a share of the time; how long each rests. */
async function restsOf(took: readonly number[], idle: number): Promise<number[]> {
  let nowMs = 1_000;
  async function* pieces() {
    for (const ms of took) {
      nowMs += ms;
      yield await Promise.resolve(ms);
    }
  }
  const rests: number[] = [];
  const rest = async (ms: number) => {
    rests.push(ms);
    nowMs += ms;
  };
  const found: number[] = [];
  for await (const piece of gently(pieces(), { monotonicMs: () => nowMs, idleMs: () => nowMs * idle, rest })) {
    found.push(piece);
    // What its reader does meanwhile isn't its own work.
    nowMs += 1_000;
  }
  expect(found).toEqual(took);
  return rests.map((ms) => Math.round(ms * 10) / 10);
}

test("long work rests twice as long as each piece took, but not for what was there already", async () => {
  expect(await restsOf([4, 0, 2], 1)).toEqual([8, 4]);
});

test("it rests the longer the less idle the thread is, and never for ever", async () => {
  expect(await restsOf([4, 2], 0.5)).toEqual([32, 16]);
  expect(await restsOf([4, 2], 0.25)).toEqual([128, 64]);
  expect(await restsOf([4, 2], 0)).toEqual([250, 250]);
});
