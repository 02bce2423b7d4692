import { expect, test } from "vitest";
import { isAllowed, type Life, type Operation, possibleEnds, type Verdict } from "./history.ts";

const STALENESS_MS = 100;
const UNKNOWN = Number.POSITIVE_INFINITY;

/** A life whose changes node 1 was asked for, at 0, 1,000, 2,000 … and acknowledged 10 later, but perhaps the last. */
function lifeOf(operations: readonly Operation[], last: "acknowledged" | "unknown" = "acknowledged"): Life {
  const changes = operations.map((operation, index) => ({
    operation,
    node: 1,
    askedMs: index * 1_000,
    acknowledgedMs: last === "unknown" && index === operations.length - 1 ? UNKNOWN : index * 1_000 + 10,
  }));
  return { name: "life", key: "lk-one", tokens: ["first"], changes };
}

function isAllowedAt(life: Life, atMs: number, code: string, verdict: Partial<Verdict> = {}): boolean {
  return isAllowed({ life, token: 0, node: 2, askedMs: atMs, answeredMs: atMs + 1, code, ...verdict }, STALENESS_MS);
}

test("a revoked key may be accepted within the bound, and never later", () => {
  const life = lifeOf(["generate", "admit", "deactivate"]);
  expect(isAllowedAt(life, 2_110, "VALID")).toBe(true);
  expect(isAllowedAt(life, 2_111, "VALID")).toBe(false);
  expect(isAllowedAt(life, 2_111, "KEY_INACTIVE")).toBe(true);
});

test("the node that acknowledged a revocation has no such time", () => {
  const life = lifeOf(["generate", "admit", "deactivate"]);
  expect(isAllowedAt(life, 2_010, "VALID", { node: 1 })).toBe(true);
  expect(isAllowedAt(life, 2_011, "VALID", { node: 1 })).toBe(false);
});

test("a key may not be refused that has been good for longer than the bound, and is", () => {
  const life = lifeOf(["generate", "admit"]);
  expect(isAllowedAt(life, 1_110, "NOT_ADMITTED")).toBe(true);
  expect(isAllowedAt(life, 1_111, "NOT_ADMITTED")).toBe(false);
  expect(isAllowedAt(life, 1_111, "VALID")).toBe(true);
});

test("a key may not be accepted before anybody asked for it", () => {
  const life = lifeOf(["generate", "admit", "deactivate", "activate"]);
  expect(isAllowedAt(life, 2_900, "VALID", { answeredMs: 2_999 })).toBe(false);
  expect(isAllowedAt(life, 2_900, "VALID", { answeredMs: 3_000 })).toBe(true);
});

test("what isn't known to have been done may have been, at any time since", () => {
  const life = lifeOf(["generate", "admit", "remove"], "unknown");
  for (const code of ["VALID", "NOT_ADMITTED"]) expect(isAllowedAt(life, 999_999, code)).toBe(true);
  expect(isAllowedAt(life, 999_999, "KEY_INACTIVE")).toBe(false);
  expect(possibleEnds(life).map(({ isAdmitted }) => isAdmitted)).toEqual([true, false]);
  expect(possibleEnds(lifeOf(["generate", "admit"])).map(({ isAdmitted }) => isAdmitted)).toEqual([true]);
});

test("a token that was renewed is refused, and the new one accepted", () => {
  const life = lifeOf(["generate", "admit", "renew"]);
  expect(isAllowedAt(life, 2_111, "VALID")).toBe(false);
  expect(isAllowedAt(life, 2_111, "INVALID_CREDENTIALS")).toBe(true);
  expect(isAllowedAt(life, 2_111, "VALID", { token: 1 })).toBe(true);
});
