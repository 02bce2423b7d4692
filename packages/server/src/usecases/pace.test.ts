import { expect, test } from "vitest";
import { gently } from "./pace.ts";

async function* pieces(work: () => void) {
  for (const piece of ["a", "b", "c"]) {
    work();
    yield await Promise.resolve(piece);
  }
}

test("long work rests three times as long as each piece took, but not for what was there already", async () => {
  let nowMs = 1_000;
  const took = [4, 0, 2];
  const rests: number[] = [];
  const rest = async (ms: number) => void rests.push(ms);
  const found: string[] = [];
  for await (const piece of gently(
    pieces(() => (nowMs += took.shift() ?? 0)),
    { monotonicMs: () => nowMs, rest },
  )) {
    found.push(piece);
    // What its reader does meanwhile isn't its own work.
    nowMs += 1_000;
  }
  expect(found).toEqual(["a", "b", "c"]);
  expect(rests).toEqual([12, 6]);
});
