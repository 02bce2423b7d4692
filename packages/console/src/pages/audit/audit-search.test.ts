import { describe, expect, test } from "vitest";
import { changeAudit, isNarrowed, parseAuditSearch, toAuditFilter } from "./audit-search.ts";

const TOKEN = "lkt_vTmgMJk8QOaw5nWonf66nSZheOOmGiKuhlPfvj2KVmW3EEv6F";

describe("parseAuditSearch", () => {
  test("reads all that the log's URL says", () => {
    const all = {
      actor: "ana",
      action: "key.",
      target: "lk-acme-1",
      company: "zoom",
      from: "2026-01-31",
      to: "2026-02-28",
      limit: 100,
      cursor: "c",
      page: 2,
    };
    expect(parseAuditSearch(all)).toEqual(all);
    expect(parseAuditSearch({ target: 129 })).toEqual({ target: "129" });
  });

  test.each([
    [{ actor: "" }],
    [{ actor: ["a"] }],
    [{ target: `x ${TOKEN}` }],
    [{ from: "2026-02-30" }],
    [{ to: "yesterday" }],
    [{ from: "0000-01-01" }],
    [{ limit: 50 }],
    [{ cursor: "c" }],
    [{ other: 1 }],
  ])("takes %j for nothing", (raw) => {
    expect(parseAuditSearch(raw)).toEqual({});
  });
});

test("changeAudit begins at the first page, and leaves out what is empty", () => {
  const search = { actor: "ana", cursor: "c", page: 3 };
  expect(changeAudit(search, { action: "key." })).toEqual({ actor: "ana", action: "key." });
  expect(changeAudit(search, { actor: "" })).toEqual({});
});

test("toAuditFilter asks for whole days of the user's calendar, the last one included", () => {
  const { from = "", to = "" } = toAuditFilter({ from: "2026-03-01", to: "2026-03-01" });
  expect(new Date(from)).toEqual(new Date(2026, 2, 1));
  expect(new Date(to)).toEqual(new Date(2026, 2, 2));
  expect(toAuditFilter({ company: "zoom", limit: 25 })).toEqual({ counterpart: "zoom" });
});

test("isNarrowed tells the whole log from a part of it", () => {
  expect(isNarrowed({ limit: 25, cursor: "c", page: 2 })).toBe(false);
  expect(isNarrowed({ to: "2026-03-01" })).toBe(true);
});
