import fc from "fast-check";
import { isKeyString, KEY_ALPHABET, keyCheckCharacter } from "@latchkey/sdk/credential-format";
import { describe, expect, test } from "vitest";
import { cleanKeyInput, judgeKeyInput } from "./key-input.ts";

const TOKEN = "lkt_vTmgMJk8QOaw5nWonf66nSZheOOmGiKuhlPfvj2KVmW3EEv6F";

const keyStrings = fc
  .tuple(
    fc.stringMatching(/^[a-z][a-z0-9]{0,9}(-[a-z0-9]{1,5}){0,2}$/),
    fc.string({ unit: fc.constantFrom(...KEY_ALPHABET), minLength: 11, maxLength: 11 }),
  )
  .map(([account, random]) => `${account}-${random}`)
  .filter((body) => keyCheckCharacter(body) !== undefined)
  .map((body) => `lk-${body}${keyCheckCharacter(body) ?? ""}`);

describe("judgeKeyInput", () => {
  test("takes every key string, and nobody is told off on the way to it", () => {
    fc.assert(
      fc.property(keyStrings, (key) => {
        expect(judgeKeyInput(key)).toEqual({ kind: "whole" });
        for (let length = 1; length < key.length; length++) {
          expect(["incomplete", "whole", "mistyped"]).toContain(judgeKeyInput(key.slice(0, length)).kind);
        }
      }),
    );
  });

  test("notices every single character that is wrong, without asking anybody", () => {
    fc.assert(
      fc.property(keyStrings, fc.nat(), fc.constantFrom(...KEY_ALPHABET), (key, at, character) => {
        const place = key.length - 1 - (at % 12);
        const mutant = key.slice(0, place) + character + key.slice(place + 1);
        expect(judgeKeyInput(mutant).kind).toBe(mutant === key ? "whole" : "mistyped");
      }),
    );
  });

  test.each([
    ["", { kind: "empty" }],
    ["acme", { kind: "malformed", fault: "prefix" }],
    ["vtexappkey-acme-ABCDEF", { kind: "imported" }],
    ["vtexappkey acme", { kind: "malformed", fault: "space" }],
    ["lk-acme 4T9WZ7K2M5QX", { kind: "malformed", fault: "space" }],
    ["lk-acme-4t9wz7k2m5qX", { kind: "malformed", fault: "case" }],
    ["LK-acme-4T9WZ7K2M5QX", { kind: "malformed", fault: "case" }],
    ["lk-acme-4T9WZ7K2M5QXX", { kind: "malformed", fault: "tooLong" }],
    ["lk-acme-4T9WZ7K2M5QO", { kind: "malformed", fault: "character", character: "O" }],
    // The capital letter in the middle is Cyrillic.
    ["lk-acme-4T9WZ7К2M5QX", { kind: "malformed", fault: "character", character: "К" }],
    ["lk-acme-4T9W_", { kind: "malformed", fault: "character", character: "_" }],
    [TOKEN, { kind: "secret" }],
    [`key lk-acme-4T9WZ7K2M5QX token ${TOKEN}`, { kind: "secret" }],
    [TOKEN.slice(0, 30), { kind: "secret" }],
  ])("says of %j what it is", (text, judgement) => {
    expect(judgeKeyInput(text)).toEqual(judgement);
  });
});

test("cleanKeyInput takes away what comes along from a mail, and nothing within the key", () => {
  expect(cleanKeyInput("\u200F \u00A0lk-acme-4T9W Z7K2\uFEFF\n")).toBe("lk-acme-4T9W Z7K2");
  fc.assert(fc.property(keyStrings, (key) => isKeyString(cleanKeyInput(`\t${key}\u200B `))));
});
