import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compareCodeUnits, fold, isStorable, NAME_MAX_LENGTH, nameProblem } from "./text.ts";

describe("a name", () => {
  test.each([
    "Farmácias App",
    "Acme “Store” <b>&amp;</b>",
    "=cmd()",
    "עברית \u200f(x)",
    "日本",
    "👩🏽‍🚀",
    "O'Brien; --",
    "a",
  ])("may be %j", (name) => expect(nameProblem(name)).toBeUndefined());

  test.each<[string, string, RegExp]>([
    ["nothing", "", /^must not be empty$/],
    ["too long", "x".repeat(NAME_MAX_LENGTH + 1), /^must have at most 120 characters$/],
    ["NUL", "a\0b", /^must be well-formed Unicode$/],
    ["half a surrogate pair", "a\ud83d", /^must be well-formed Unicode$/],
    ...[
      "\n",
      "\t",
      "\x1b[31m",
      "\x7f",
      "\x85",
      "\u2028",
      "\ufeff",
      "\u202e",
      "\u2066",
      "\u200b",
      "\u2060",
      "\xad",
      "\u3164",
      "\uffa0",
    ].map((text): [string, string, RegExp] => [JSON.stringify(text), `a${text}b`, /^must not hold control characters/]),
    ...["\u200c", "\u200f", "\u200d\ufe0f", "\u{e0067}\u{e007f}", "\u0301", "\u2800"].map(
      (text): [string, string, RegExp] => [
        `only ${JSON.stringify(text)}`,
        text,
        /^must hold something that can be seen$/,
      ],
    ),
  ])("may not be %s", (_what, name, problem) => {
    expect(nameProblem(name)).toMatch(problem);
  });

  test("may have as many characters as the limit says", () => {
    expect(nameProblem("x".repeat(NAME_MAX_LENGTH))).toBeUndefined();
  });

  test("that is allowed can be stored", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (name) => nameProblem(name) !== undefined || isStorable(name)),
    );
  });
});

describe("the folded form", () => {
  test.each([
    ["Farmácias App", "farmacias app"],
    ["ＦＵＬＬ　width", "full width"],
    ["ﬁne", "fine"],
    ["İstanbul", "istanbul"],
    ["  spaced ", "spaced"],
    ["Ångström", "angstrom"],
    ["e\u0301", "e"],
    ["ΟΔΟΣ", "οδοσ"],
    ["οδος", "οδοσ"],
    ["100%_\\", "100%_\\"],
    ["😀", "😀"],
    ["Read\u200d\u200eer", "reader"],
    ["Read\u115f\u3164\uffa0er\u2800", "reader"],
  ])("of %j is %j", (text, folded) => {
    expect(fold(text)).toBe(folded);
  });

  const text = fc.string({ unit: "grapheme", maxLength: 20 });

  test("is its own", () => {
    fc.assert(
      fc.property(text, (one) => {
        expect(fold(fold(one))).toBe(fold(one));
      }),
      { numRuns: 500 },
    );
  });

  test("of every part of a text stands in that of the text, however the part is written", () => {
    const greek = fc.string({ unit: fc.constantFrom(..."ΟΔΟΣσς a"), maxLength: 8 });
    fc.assert(
      fc.property(fc.oneof(text, greek), fc.nat(), fc.nat(), (whole, from, length) => {
        const characters = Array.from(whole);
        const at = from % (characters.length + 1);
        const part = characters.slice(at, at + 1 + (length % 5)).join("");
        for (const written of [part, part.normalize("NFD"), part.normalize("NFC")]) {
          expect(fold(whole)).toContain(fold(written));
        }
      }),
      { numRuns: 500 },
    );
  });
});

test("code units are compared as they are, whatever the language", () => {
  expect(["b", "ä", "a", "B", ""].toSorted(compareCodeUnits)).toEqual(["", "B", "a", "b", "ä"]);
  expect(compareCodeUnits("a", "a")).toBe(0);
});
