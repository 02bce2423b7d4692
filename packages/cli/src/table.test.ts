import { describe, expect, it } from "vitest";
import { table, visible } from "./table.ts";

describe("tables", () => {
  it("stand under each other, as wide as what is in them", () => {
    const rows = [
      ["KEY", "NAME"],
      ["lk-1", "ERP"],
      ["lk-22", ""],
    ];
    expect(table(rows, undefined)).toBe("KEY    NAME\nlk-1   ERP\nlk-22");
  });

  it("shorten the widest texts until they fit the terminal", () => {
    const rows = [
      ["KEY", "NAME"],
      ["lk-1", "a very long name that nobody reads"],
    ];
    const lines = table(rows, 20).split("\n");
    expect(lines).toEqual(["KEY   NAME", "lk-1  a very long n…"]);
    expect(Math.max(...lines.map((line) => line.length))).toBe(20);
  });

  it("count what terminals show twice as wide, and cut no character in two", () => {
    const rows = [
      ["NAME", "X"],
      ["日本語の長い名前です", "y"],
    ];
    expect(table(rows, undefined)).toBe(`NAME${" ".repeat(18)}X\n日本語の長い名前です  y`);
    expect(table(rows, 13)).toBe(`NAME${" ".repeat(8)}X\n日本語の…   y`);
    expect(table([["NAME"], ["👩‍👩‍👧 family of three"]], 8)).toBe("NAME\n👩‍👩‍👧 fami…");
  });

  it("hold nothing that a terminal would obey", () => {
    expect(visible("a\u001B[31mb\nc\u202Ed")).toBe("a\u{FFFD}[31mb\u{FFFD}c\u{FFFD}d");
  });
});
