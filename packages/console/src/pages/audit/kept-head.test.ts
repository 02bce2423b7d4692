import { expect, test } from "vitest";
import { headText, readHead } from "./kept-head.ts";

const head = { account: "acme", sequence: 12, mac: "5f".repeat(32), at: null };

test("a head that was copied is read back, whatever space stands around it", () => {
  expect(readHead(`\n ${headText(head)}\n`)).toEqual(head);
});

test.each([
  "",
  "null",
  "[]",
  "12",
  '"acme"',
  "{}",
  headText({ ...head, sequence: 0 }),
  headText({ ...head, mac: "xy" }),
])("%j is no head", (text) => {
  expect(readHead(text)).toBeUndefined();
});
