import { describe, expect, test } from "vitest";
import { ACCOUNT_NAME_PATTERN, PLATFORM } from "./account.ts";
import { ROLE_ID_PATTERN } from "./role.ts";

describe("an account's name", () => {
  test.each(["ac", "acme", "farmacias-app-2", "a".repeat(40)])("may be %j", (name) => {
    expect(name).toMatch(ACCOUNT_NAME_PATTERN);
  });

  test.each(["", "a", "a".repeat(41), "Acme", "1st", "-a", "a-", "a--b", "a_b", "a b", "á", "a\n", "acme\0", PLATFORM])(
    "may not be %j",
    (name) => expect(name).not.toMatch(ACCOUNT_NAME_PATTERN),
  );
});

describe("a role's id", () => {
  test.each(["a", "1", "oms-read-only", "3-way", "a".repeat(80)])("may be %j", (id) => {
    expect(id).toMatch(ROLE_ID_PATTERN);
  });

  test.each(["", "a".repeat(81), "OMS", "-a", "a-", "a--b", "a.b", "a/b", "a\n", "__proto__"])(
    "may not be %j",
    (id) => {
      expect(id).not.toMatch(ROLE_ID_PATTERN);
    },
  );
});
