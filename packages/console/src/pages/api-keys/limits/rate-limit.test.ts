import { describe, expect, test } from "vitest";
import { limitChange, limitOf, limitText } from "./rate-limit.ts";

describe("a limit", () => {
  test.each([
    ["", null],
    ["  ", null],
    ["1", 1],
    [" 600 ", 600],
    ["1000000", 1_000_000],
    ["0", undefined],
    ["1000001", undefined],
    ["1.5", undefined],
    ["1e3", undefined],
    ["-5", undefined],
    ["many", undefined],
  ])("filled in as %j is %j", (text, limit) => {
    expect(limitOf(text)).toBe(limit);
  });

  test.each([null, 1, 1_000_000])("of %j is filled in so that it stays what it is", (limit) => {
    expect(limitOf(limitText(limit))).toBe(limit);
    expect(limitChange(limit, limitText(limit))).toEqual({});
  });

  test("is sent where it is another one, also where it is taken away", () => {
    expect(limitChange(null, "60")).toEqual({ requestsPerMinute: 60 });
    expect(limitChange(60, "")).toEqual({ requestsPerMinute: null });
  });
});
