import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addMonths, monthsBefore, type TimeSpan } from "./months.ts";

const at = (text: string) => Date.parse(text);
const text = (ms: number) => new Date(ms).toISOString();

const DAY_MS = 86_400_000;
/** Until far beyond what anybody will see, leap years and centuries that are none among them. */
const anyTime = fc.integer({ min: at("1970-01-01T00:00:00.000Z"), max: at("2199-12-31T23:59:59.999Z") });
const anyMonths = fc.constantFrom(1, 3, 6, 9, 12);

describe("some months later", () => {
  test.each([
    ["2026-01-15T10:20:30.400Z", 3, "2026-04-15T10:20:30.400Z"],
    ["2026-11-23T12:00:00.000Z", 3, "2027-02-23T12:00:00.000Z"],
    // Ends of months.
    ["2026-08-31T09:00:00.000Z", 6, "2027-02-28T09:00:00.000Z"],
    ["2027-08-31T09:00:00.000Z", 6, "2028-02-29T09:00:00.000Z"],
    ["2026-11-30T23:59:59.999Z", 3, "2027-02-28T23:59:59.999Z"],
    ["2026-08-31T00:00:00.000Z", 9, "2027-05-31T00:00:00.000Z"],
    ["2026-03-31T00:00:00.000Z", 6, "2026-09-30T00:00:00.000Z"],
    // Leap days, and a century that has none.
    ["2028-02-29T12:00:00.000Z", 6, "2028-08-29T12:00:00.000Z"],
    ["2028-02-29T12:00:00.000Z", 12, "2029-02-28T12:00:00.000Z"],
    ["2099-11-30T12:00:00.000Z", 3, "2100-02-28T12:00:00.000Z"],
    // Days on which clocks change somewhere are days like all others.
    ["2026-12-29T02:30:00.000Z", 3, "2027-03-29T02:30:00.000Z"],
    ["2026-04-25T01:30:00.000Z", 6, "2026-10-25T01:30:00.000Z"],
  ])("%s and %i months are %s", (from, months, to) => {
    expect(text(addMonths(at(from), months))).toBe(to);
  });

  test("is in the month that many months later, on the same day or its last, at the same time", () => {
    const property = fc.property(anyTime, anyMonths, (ms, months) => {
      const from = new Date(ms);
      const to = new Date(addMonths(ms, months));
      const monthOf = (date: Date) => date.getUTCFullYear() * 12 + date.getUTCMonth();
      expect(monthOf(to)).toBe(monthOf(from) + months);
      expect(to.getTime() % DAY_MS).toBe(ms % DAY_MS);
      const isLastDay = new Date(to.getTime() + DAY_MS).getUTCDate() === 1;
      const isSameDay = to.getUTCDate() === from.getUTCDate();
      expect(isSameDay || (isLastDay && from.getUTCDate() > to.getUTCDate())).toBe(true);
    });
    fc.assert(property, { numRuns: 2_000 });
  });

  test("is the same wherever the machine stands", () => {
    const before = process.env["TZ"];
    try {
      const zones = ["UTC", "America/Sao_Paulo", "Europe/Berlin", "Pacific/Kiritimati"];
      const found = zones.map((zone) => {
        process.env["TZ"] = zone;
        return text(addMonths(at("2026-12-31T23:30:00.000Z"), 3));
      });
      expect(new Set(found)).toEqual(new Set(["2027-03-31T23:30:00.000Z"]));
    } finally {
      if (before === undefined) delete process.env["TZ"];
      else process.env["TZ"] = before;
    }
  });
});

describe("what is some months old", () => {
  const isIn = (ms: number, spans: readonly TimeSpan[]) => spans.some(({ fromMs, toMs }) => fromMs <= ms && ms <= toMs);

  test("is exactly what reaches now by adding them", () => {
    // Now lies within days of the moment in question: everywhere else the answer is plain.
    const nearby = fc.integer({ min: -4 * DAY_MS, max: 4 * DAY_MS });
    const toTheDay = fc.constantFrom(0, 1, -1);
    const property = fc.property(anyTime, anyMonths, fc.oneof(nearby, toTheDay), (ms, months, away) => {
      const nowMs = addMonths(ms, months) + away;
      expect(isIn(ms, monthsBefore(nowMs, months))).toBe(away >= 0);
    });
    fc.assert(property, { numRuns: 10_000 });
  });

  test("at the end of every month, each hour of the days around it", () => {
    const wrong: string[] = [];
    for (let month = 0; month < 48; month++) {
      const end = Date.UTC(2026, month + 1, 0, 11);
      for (let hour = -48; hour <= 48; hour++) {
        for (const months of [3, 6, 9]) {
          const nowMs = end + hour * 3_600_000;
          const spans = monthsBefore(nowMs, months);
          for (let day = 26; day <= 34; day++) {
            for (const time of [0, 11, 12, 23]) {
              const ms = Date.UTC(2026, month - months, day, time);
              if (isIn(ms, spans) !== addMonths(ms, months) <= nowMs) wrong.push(`${text(ms)} ${months}`);
            }
          }
        }
      }
    }
    expect(wrong).toEqual([]);
  });

  test("is plain in the middle of a month, and made of several stretches at its end", () => {
    expect(monthsBefore(at("2026-11-15T10:00:00.000Z"), 3).map(({ toMs }) => text(toMs))).toEqual([
      "2026-08-15T10:00:00.000Z",
    ]);
    expect(monthsBefore(at("2027-02-28T10:00:00.000Z"), 6).map(({ toMs }) => text(toMs))).toEqual([
      "2026-08-28T10:00:00.000Z",
      "2026-08-29T10:00:00.000Z",
      "2026-08-30T10:00:00.000Z",
      "2026-08-31T10:00:00.000Z",
    ]);
    expect(monthsBefore(at("2027-05-31T10:00:00.000Z"), 3).map(({ toMs }) => text(toMs))).toEqual([
      "2027-02-28T23:59:59.999Z",
    ]);
  });
});
