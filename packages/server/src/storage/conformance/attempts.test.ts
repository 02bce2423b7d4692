import { describe, expect, test } from "vitest";
import { engineNames } from "../test-database.ts";
import { openTestStore, START_MS } from "./test-store.ts";

const time = { nowMs: START_MS, windowMs: 60_000 };
const endsAtMs = START_MS + 60_000;

describe.each(engineNames)("counted attempts on %s", (name) => {
  test("add up from one window's beginning to its end, each by itself, and make no revision", async () => {
    const { attempts, feed } = await openTestStore(name);
    expect(await attempts.find("a", START_MS)).toBeUndefined();
    expect(await attempts.add("a", 1, time)).toEqual({ points: 1, endsAtMs });
    expect(await attempts.add("b", 1, time)).toEqual({ points: 1, endsAtMs });
    expect(await attempts.add("a", 2, { ...time, nowMs: endsAtMs - 1 })).toEqual({ points: 3, endsAtMs });
    expect(await attempts.find("a", endsAtMs - 1)).toEqual({ points: 3, endsAtMs });
    expect(await attempts.find("a", endsAtMs)).toBeUndefined();
    expect(await attempts.add("a", 1, { ...time, nowMs: endsAtMs })).toEqual({
      points: 1,
      endsAtMs: endsAtMs + 60_000,
    });
    expect((await feed.position()).revision).toBe(0);
  });

  test("are taken back down to nothing, and not from a window that has ended", async () => {
    const { attempts } = await openTestStore(name);
    expect(await attempts.add("a", -1, time)).toMatchObject({ points: 0 });
    await attempts.add("a", 3, time);
    expect(await attempts.add("a", -1, time)).toMatchObject({ points: 2 });
    expect(await attempts.add("a", -9, time)).toMatchObject({ points: 0 });
    await attempts.add("a", 3, time);
    expect(await attempts.add("a", -1, { ...time, nowMs: endsAtMs })).toMatchObject({ points: 0 });
    await attempts.remove("a");
    await attempts.remove("nobody");
    expect(await attempts.find("a", endsAtMs)).toBeUndefined();
  });

  test("of many at once on two nodes each sees another sum", async () => {
    const one = await openTestStore(name);
    const other = await openTestStore(name, { database: one.database });
    const sums = await Promise.all(
      Array.from({ length: 60 }, (_, turn) => (turn % 2 === 0 ? one : other).attempts.add("a", 1, time)),
    );
    expect(sums.map(({ points }) => points).toSorted((a, b) => a - b)).toEqual(sums.map((_, index) => index + 1));
  });

  test("are forgotten once they have ended, and no others", async () => {
    const { attempts } = await openTestStore(name);
    await attempts.add("old", 1, time);
    await attempts.add("new", 1, { ...time, nowMs: START_MS + 1 });
    await attempts.add("older", 1, { ...time, nowMs: START_MS - 1 });
    expect(await attempts.forget(endsAtMs, 1)).toBe(1);
    expect(await attempts.forget(endsAtMs, 2)).toBe(1);
    expect(await attempts.find("old", START_MS)).toBeUndefined();
    expect(await attempts.find("new", START_MS)).toMatchObject({ points: 1 });
  });
});
