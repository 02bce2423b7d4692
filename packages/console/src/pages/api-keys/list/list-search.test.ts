import { describe, expect, test } from "vitest";
import { changeList, parseListSearch, toListQuery } from "./list-search.ts";

const FIELDS = ["name", "status"] as const;
const TOKEN = "lkt_vTmgMJk8QOaw5nWonf66nSZheOOmGiKuhlPfvj2KVmW3EEv6F";

describe("parseListSearch", () => {
  test("reads all that a list's URL says", () => {
    const all = {
      search: "erp",
      status: "active",
      role: "oms-read-only",
      quarantined: true,
      sort: "-name",
      limit: 100,
      cursor: "c",
      page: 3,
    };
    expect(parseListSearch(all, FIELDS)).toEqual(all);
  });

  test.each([
    [{ search: "" }],
    [{ search: ["a"] }],
    [{ search: `x ${TOKEN}` }],
    [{ status: "gone" }],
    [{ quarantined: "true" }],
    [{ role: "No such id" }],
    [{ role: ["owner"] }],
    [{ role: TOKEN }],
    [{ sort: "constructor" }],
    [{ sort: "--name" }],
    [{ limit: 50 }],
    [{ limit: 7 }],
    [{ limit: "100" }],
    [{ cursor: "c" }],
    [{ page: 2 }],
    [{ cursor: "c", page: 1 }],
    [{ cursor: "c", page: 2.5 }],
    [{ other: 1 }],
  ])("takes %j for nothing", (raw) => {
    expect(parseListSearch(raw, FIELDS)).toEqual({});
  });

  test("takes a number for the text that was searched for", () => {
    expect(parseListSearch({ search: 129 }, FIELDS)).toEqual({ search: "129" });
  });
});

test("changeList begins at the first page, and leaves defaults out of the URL", () => {
  const search = { search: "erp", status: "active", cursor: "c", page: 3 } as const;
  expect(changeList(search, { status: undefined, sort: "-name" })).toEqual({ search: "erp", sort: "-name" });
  expect(changeList(search, { search: "" })).toEqual({ status: "active" });
});

test("toListQuery asks for the defaults, and never for a page by number", () => {
  expect(toListQuery({}, "-name")).toEqual({ limit: 50, sort: "-name" });
  expect(toListQuery({ sort: "status", limit: 25, cursor: "c", page: 2 }, "-name")).toEqual({
    limit: 25,
    sort: "status",
    cursor: "c",
  });
});
