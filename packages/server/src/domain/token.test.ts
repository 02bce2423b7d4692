import { randomBytes } from "node:crypto";
import { BASE62_ALPHABET, isSecret } from "@latchkey/sdk/credential-format";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { generateSecret } from "./token.ts";

/** The number that the 43 characters of a secret write. */
function numberIn(secret: string): bigint {
  let value = 0n;
  for (const character of secret.slice(4, 47)) value = value * 62n + BigInt(BASE62_ALPHABET.indexOf(character));
  return value;
}

describe("a generated secret", () => {
  test.each(["lkt_", "lks_", "lkl_", "lki_"] as const)("with the prefix %s is one", (prefix) => {
    for (let turn = 0; turn < 100; turn++) expect(isSecret(generateSecret(prefix, randomBytes), prefix)).toBe(true);
  });

  test("holds all of its 256 random bits", () => {
    const bytes = fc.uint8Array({ minLength: 32, maxLength: 32 });
    fc.assert(
      fc.property(bytes, (random) => {
        const secret = generateSecret("lkt_", () => random);
        expect(numberIn(secret).toString(16).padStart(64, "0")).toBe(random.toHex());
      }),
    );
  });

  test.each([0, 255])("is whole for 32 bytes of %d", (byte) => {
    const secret = generateSecret("lkt_", (length) => new Uint8Array(length).fill(byte));
    expect(isSecret(secret, "lkt_")).toBe(true);
    expect(secret).toHaveLength(53);
  });

  test("asks for 32 bytes, once", () => {
    const asked: number[] = [];
    generateSecret("lkt_", (length) => {
      asked.push(length);
      return new Uint8Array(length);
    });
    expect(asked).toEqual([32]);
  });
});
