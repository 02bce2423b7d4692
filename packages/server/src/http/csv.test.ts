import { expect, it } from "vitest";
import { csvLine } from "./csv.ts";

it("puts values between commas, in quotes where they hold what ends a value", () => {
  expect(csvLine(["a", 12, null, "", 'say "hi"', "a,b", "two\nlines", "Farmácias “App” 😀"])).toBe(
    'a,12,,,"say ""hi""","a,b","two\nlines",Farmácias “App” 😀\r\n',
  );
});

it.each(["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", '=HYPERLINK("http://evil.example","x")'])(
  "makes text of what would be a formula: %j",
  (text) => {
    const line = csvLine([text, -5]);
    const [, first] = /^"?('[\s\S]*?)"?,-5\r\n$/.exec(line) ?? [];
    expect(first?.replaceAll('""', '"')).toBe(`'${text}`);
  },
);
