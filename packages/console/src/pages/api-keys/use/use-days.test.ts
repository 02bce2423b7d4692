import { expect, test } from "vitest";
import { everyDay, sumOf } from "./use-days.ts";

const report = {
  from: "2026-02-27",
  to: "2026-03-01",
  items: [{ day: "2026-03-01", allowed: 5, refusedByOwner: 2, refusedByHost: 1 }],
};

test("a day on which nothing happened is a day, too", () => {
  expect(everyDay(report)).toEqual([
    { day: "2026-02-27", allowed: 0, refused: 0 },
    { day: "2026-02-28", allowed: 0, refused: 0 },
    { day: "2026-03-01", allowed: 5, refused: 3 },
  ]);
});

test("all days together are their sum", () => {
  expect(sumOf(everyDay(report))).toEqual({ allowed: 5, refused: 3 });
  expect(sumOf([])).toEqual({ allowed: 0, refused: 0 });
});
