import { expect, test } from "vitest";
import { DomainError } from "../../domain/errors.ts";
import { roleNumber, roleOfNumber } from "./role-numbers.ts";

/** Two ids that have one number: among so many there are some. */
function twins(): [string, string] {
  const seen = new Map<number, string>();
  for (let n = 0; ; n++) {
    const id = `role-${n}`;
    const other = seen.get(roleNumber(id));
    if (other !== undefined) return [other, id];
    seen.set(roleNumber(id), id);
  }
}

test("a number means the role that it was drawn from, a 32-bit integer that no other role has by design", () => {
  const ids = ["owner", "oms-read-only", "user-administrator-restricted", "custom-1"];
  for (const id of ids) expect(roleOfNumber(roleNumber(id), ids)).toBe(id);
  expect(roleNumber("owner")).toBe(1);
  for (let n = 0; n < 10_000; n++) {
    const number = roleNumber(`role-${n}`);
    expect(Number.isInteger(number) && number >= 10_000 && number < 2 ** 31).toBe(true);
  }
  expect(roleOfNumber(957, ids)).toBeUndefined();
});

test("a number that two roles of an account have means neither, and each where the other isn't there", () => {
  const [one, other] = twins();
  expect(() => roleOfNumber(roleNumber(one), [one, "owner", other])).toThrow(DomainError);
  for (const id of [one, other]) expect(roleOfNumber(roleNumber(one), ["owner", id])).toBe(id);
});
