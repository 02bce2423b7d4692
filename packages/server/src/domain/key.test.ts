import { createHash, randomBytes } from "node:crypto";
import { isKeyString, KEY_ALPHABET, ownerOfKeyString } from "@latchkey/sdk/credential-format";
import { describe, expect, test } from "vitest";
import { generateKeyString } from "./key.ts";

/** Bytes that look random and are the same in every run. */
function seededBytes(seed: string): (length: number) => Uint8Array {
  let counter = 0;
  return (length) => createHash("shake256", { outputLength: length }).update(`${seed} ${counter++}`).digest();
}

describe("a generated key string", () => {
  test("is one, and names its account", () => {
    for (const account of ["a1", "acme", "farmacias-app-2", "a".repeat(40)]) {
      for (let turn = 0; turn < 100; turn++) {
        const key = generateKeyString(account, randomBytes);
        expect(isKeyString(key)).toBe(true);
        expect(ownerOfKeyString(key)).toBe(account);
        expect(key).toHaveLength("lk-".length + account.length + 1 + 12);
      }
    }
  });

  test("has every character alike often in every random place", () => {
    const draws = 20_000;
    const bytes = seededBytes("distribution");
    const counts = Array.from({ length: 11 }, () => new Map<string, number>());
    const seen = new Set<string>();
    for (let turn = 0; turn < draws; turn++) {
      const random = generateKeyString("acme", bytes).slice("lk-acme-".length);
      seen.add(random);
      for (const [place, count] of counts.entries()) {
        count.set(random.charAt(place), (count.get(random.charAt(place)) ?? 0) + 1);
      }
    }
    expect(seen.size).toBe(draws);
    // Chi-squared with 31 degrees of freedom: 70.0 is passed by chance once in 10,000; the seed is fixed.
    for (const count of counts) {
      const expected = draws / KEY_ALPHABET.length;
      const chiSquared = Array.from(KEY_ALPHABET, (one) => ((count.get(one) ?? 0) - expected) ** 2 / expected);
      expect(chiSquared.reduce((sum, part) => sum + part)).toBeLessThan(70);
    }
  });

  test("has more than 54 random bits, which the check character doesn't bring below 50", () => {
    // 32 of 37 sums have a check character: so much of the 55 bits is kept.
    expect(11 * Math.log2(32) + Math.log2(32 / 37)).toBeGreaterThan(54);
    const bytes = seededBytes("share");
    let asked = 0;
    for (let turn = 0; turn < 5_000; turn++) {
      generateKeyString("acme", (length) => {
        asked++;
        return bytes(length);
      });
    }
    expect(5_000 / asked).toBeCloseTo(32 / 37, 1);
  });

  test("takes nothing but the random bytes", () => {
    expect(generateKeyString("acme", seededBytes("same"))).toBe(generateKeyString("acme", seededBytes("same")));
    expect(generateKeyString("acme", seededBytes("same"))).not.toBe(generateKeyString("acme", seededBytes("other")));
  });
});
