import { describe, expect, it } from "vitest";
import { changeGaps, daysOf, parseGapsSearch } from "./gaps-search.ts";

const TOKEN = "lkt_vTmgMJk8QOaw5nWonf66nSZheOOmGiKuhlPfvj2KVmW3EEv6F";

describe("what is asked about missing permissions, in the URL", () => {
  it("is read as far as it makes sense", () => {
    const whole = { resource: "oms.view-order", used: "oms.list", days: 90, limit: 25, cursor: "abc", page: 2 };
    expect(parseGapsSearch(whole)).toEqual(whole);
    expect(parseGapsSearch({ resource: 7, used: "", days: 31, limit: 3, cursor: "abc" })).toEqual({});
    expect(parseGapsSearch({ days: 30, limit: 50, page: 2 })).toEqual({});
    expect(daysOf({})).toBe(30);
  });

  it("never keeps a secret", () => {
    expect(parseGapsSearch({ resource: TOKEN, used: `x ${TOKEN}` })).toEqual({});
  });

  it("begins at its first page when it changes, and leaves out what is the default", () => {
    const search = { resource: "a.b", used: "c.d", days: 7, cursor: "abc", page: 3 };
    expect(changeGaps(search, { days: 30 })).toEqual({ resource: "a.b", used: "c.d" });
    expect(changeGaps(search, { used: null, limit: 100 })).toEqual({ resource: "a.b", days: 7, limit: 100 });
  });
});
