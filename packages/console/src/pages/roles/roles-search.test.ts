import { expect, test } from "vitest";
import { parseRolesSearch } from "./roles-search.ts";

const TOKEN = "lkt_vTmgMJk8QOaw5nWonf66nSZheOOmGiKuhlPfvj2KVmW3EEv6F";

test("reads all that the list's URL says", () => {
  const all = { search: "oms", kind: "custom", page: 3 };
  expect(parseRolesSearch(all)).toEqual(all);
  expect(parseRolesSearch({ search: 129 })).toEqual({ search: "129" });
});

test.each([
  [{ search: "" }],
  [{ search: ["a"] }],
  [{ search: `x ${TOKEN}` }],
  [{ kind: "all" }],
  [{ page: 1 }],
  [{ page: 2.5 }],
  [{ other: 1 }],
])("takes %j for nothing", (raw) => {
  expect(parseRolesSearch(raw)).toEqual({});
});
