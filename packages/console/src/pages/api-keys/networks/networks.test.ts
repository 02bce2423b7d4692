import { describe, expect, test } from "vitest";
import { firstWrong, isAddress, networksChange, networksOf, networksText } from "./networks.ts";

describe("networks that are filled in", () => {
  test("stand one a line, and are read whatever stands between them", () => {
    const networks = ["203.0.113.0/24", "2001:db8::/32"];
    expect(networksOf(networksText(networks))).toEqual(networks);
    expect(networksOf(" 203.0.113.0/24,\n\n2001:db8::/32;\t::1 \n")).toEqual([...networks, "::1"]);
    expect(networksOf(" \n ")).toEqual([]);
  });

  test.each([
    ["203.0.113.0/24\n2001:db8::/32\n::ffff:10.0.0.1 0.0.0.0/0 ::/0 255.255.255.255/32 ::1/128", undefined],
    ["", undefined],
    ["203.0.113.0/24\noffice", "office"],
    ["203.0.113.0/33", "203.0.113.0/33"],
    ["2001:db8::/129", "2001:db8::/129"],
    ["10.0.0.0/8/8", "10.0.0.0/8/8"],
    ["10.0.0.0/", "10.0.0.0/"],
    ["10.0.0", "10.0.0"],
    ["10.0.0.256", "10.0.0.256"],
    ["1:2:3", "1:2:3"],
    ["::1]:80/[::", "::1]:80/[::"],
  ])("of %j the first that is none is %j", (text, wrong) => {
    expect(firstWrong(text)).toBe(wrong);
  });

  test("are sent where they are others than before", () => {
    expect(networksChange([], "")).toEqual({});
    expect(networksChange(["10.0.0.0/8"], " 10.0.0.0/8\n")).toEqual({});
    expect(networksChange(["10.0.0.0/8"], "")).toEqual({ allowedNetworks: [] });
    expect(networksChange([], "10.0.0.0/8")).toEqual({ allowedNetworks: ["10.0.0.0/8"] });
  });
});

test.each([
  ["203.0.113.9", true],
  ["::1", true],
  ["203.0.113.", false],
  ["203.0.113.9/32", false],
  ["", false],
  ["abc", false],
])("%j is an address: %s", (text, expected) => {
  expect(isAddress(text)).toBe(expected);
});
