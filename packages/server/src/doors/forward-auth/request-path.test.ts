import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { readPath } from "./request-path.ts";

const segmentsOf = (target: string) => {
  const path = readPath(target);
  return "segments" in path ? path.segments : undefined;
};

describe("a path", () => {
  test.each([
    ["/", [""]],
    ["/api/oms/orders/1", ["api", "oms", "orders", "1"]],
    ["/api/orders/", ["api", "orders", ""]],
    ["/api?x=/../y", ["api"]],
    ["/a.b/...c/~d-e_f", ["a.b", "...c", "~d-e_f"]],
    ["/caf%C3%A9/a%20b", ["café", "a b"]],
    ["/a@b:c,d=e+f!$&'()*", ["a@b:c,d=e+f!$&'()*"]],
  ])("%s is read", (target, segments) => {
    expect(segmentsOf(target)).toStrictEqual(segments);
  });

  test.each([
    "",
    "*",
    "api",
    "http://acme.example/api",
    "//",
    "//api",
    "/api//orders",
    "/api//",
    "/.",
    "/..",
    "/api/../admin",
    "/api/./orders",
    "/api/..",
    "/api/%2e%2e/admin",
    "/api/%2E./admin",
    "/api/.%2e/admin",
    "/api%2Fadmin",
    "/api%2fadmin",
    "/api%252Fadmin",
    "/api\\admin",
    "/api%5Cadmin",
    "/api/..;/admin",
    "/api/orders;v=1",
    "/api/orders%3Bv=1",
    "/api/%61dmin",
    "/api/%7Euser",
    "/api/a%00",
    "/api/a%0d%0ab",
    "/api/a%7F",
    "/api/a%C2%85",
    "/api/a%3Fb",
    "/api/a%23b",
    "/api/a#b",
    "/api/a b",
    "/api/a?x, /b",
    "/api/a\tb",
    "/api/é",
    "/api/%",
    "/api/%4",
    "/api/%zz",
    "/api/%C3",
    "/api/%C0%AF",
    "/api/%E0%80%AF",
    "/api/%ED%A0%80",
    // Full-width slash and dots, and an e with a separate accent.
    "/api%EF%BC%8Fadmin",
    "/api/%EF%BC%8E%EF%BC%8E/admin",
    "/api/%E2%80%A5/admin",
    "/cafe%CC%81",
    "/api/{id}",
    "/api/<id>",
    `/${"a".repeat(4_096)}`,
  ])("%j is refused", (target) => {
    expect(readPath(target)).toHaveProperty("problem");
  });
});

/** Texts in which what is dangerous is frequent. */
const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        "/",
        "..",
        ".",
        "%",
        "%2e",
        "%2F",
        "%5c",
        "%25",
        ";",
        "\\",
        "?",
        "#",
        "%00",
        "//",
        "a",
        "%61",
        "é",
        "%C3%A9",
      ),
      fc.string({ maxLength: 3 }),
      fc.integer({ min: 0, max: 255 }).map((byte) => `%${byte.toString(16).padStart(2, "0")}`),
    ),
    { maxLength: 12 },
  )
  .map((parts) => `/${parts.join("")}`);

describe("whatever is sent", () => {
  it("is read as the standard's URL reads it, or refused", () => {
    let read = 0;
    fc.assert(
      fc.property(hostile, (target) => {
        const segments = segmentsOf(target);
        if (!segments) return;
        read++;
        const { pathname } = new URL(`http://host${target}`);
        expect(segments).toStrictEqual(pathname.slice(1).split("/").map(decodeURIComponent));
      }),
      { numRuns: 5_000 },
    );
    expect(read).toBeGreaterThan(100);
  });

  it("has one spelling: what was read, escaped again, is what was sent", () => {
    fc.assert(
      fc.property(hostile, (target) => {
        const segments = segmentsOf(target);
        if (!segments) return;
        // Delimiters may be escaped or not, and digits of an escape be in either case.
        const plain = (text: string) =>
          text
            .replaceAll(/%(?:2[14678]|29|2[ABC]|3[AD]|40)/gi, decodeURIComponent)
            .replaceAll(/%../g, (escape) => escape.toUpperCase());
        const again = `/${segments.map(encodeURIComponent).join("/")}`;
        expect(plain(again)).toBe(plain(target.split("?")[0] ?? ""));
      }),
      { numRuns: 5_000 },
    );
  });

  it("never holds a separator, a control character or a step upwards, however often it is decoded", () => {
    fc.assert(
      fc.property(hostile, (target) => {
        for (const segment of segmentsOf(target) ?? []) {
          expect(segment).not.toMatch(/[/\\%;?#\p{Cc}]/u);
          expect(segment.normalize("NFKC")).not.toMatch(/^\.{1,2}$|[/\\]/);
        }
      }),
      { numRuns: 5_000 },
    );
  });
});
