import { expect, test } from "vitest";
import { isAccountName, suggestAccountName } from "./account-name.ts";

test.each([
  ["Acme Store", "acme-store"],
  ["Farmácias App", "farmacias-app"],
  ["  CSU Opte+ ", "csu-opte"],
  ["3M do Brasil", "m-do-brasil"],
  ["A & B", "a-b"],
  [`${"long ".repeat(8)}name`, "long-long-long-long-long-long-long-long"],
])("suggests a name that the service takes: %j", (displayName, name) => {
  expect(suggestAccountName(displayName)).toBe(name);
  expect(isAccountName(name)).toBe(true);
});

test.each(["", "株式会社", "42"])("suggests none for %j", (displayName) => {
  expect(suggestAccountName(displayName)).toBe("");
});

test.each(["a", "Acme", "1acme", "acme-", "acme--store", "acme store", "a".repeat(41)])("doesn't take %j", (name) => {
  expect(isAccountName(name)).toBe(false);
});
