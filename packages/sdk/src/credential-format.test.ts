import { crc32 } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  BASE62_ALPHABET,
  containsSecret,
  isImportedKeyForm,
  isImportedTokenForm,
  isKeyString,
  isSecret,
  KEY_ALPHABET,
  keyCheckCharacter,
  ownerOfKeyString,
  secretChecksum,
} from "./credential-format.ts";

const account = fc.stringMatching(/^[a-z][a-z0-9]{0,8}(-[a-z0-9]{1,6}){0,2}$/);
const random = fc.string({ unit: fc.constantFrom(...KEY_ALPHABET), minLength: 11, maxLength: 11 });
const keyString = fc
  .tuple(account, random)
  .map(([name, characters]) => ({ body: `${name}-${characters}`, check: keyCheckCharacter(`${name}-${characters}`) }))
  .filter(({ check }) => check !== undefined)
  .map(({ body, check }) => `lk-${body}${check}`);

describe("the form of what was made elsewhere", () => {
  it.each(
    ["vtexappkey-acme-ORYNWX", "AKIAIOSFODNN7EXAMPLE", "pk_live_51H8", "client.42", "0"].map((text) =>
      text.padEnd(6, "0"),
    ),
  )("takes the key string %s", (text) => expect(isImportedKeyForm(text)).toBe(true));

  it.each([
    "lk-acme-4T9WZ7K2M5QX",
    "LK-acme",
    "lkt_00000000",
    "lKs-000000",
    "-acme-1",
    "_acme-1",
    ".acme-1",
    "acme-1 ",
    "acme-1\n",
    "acme:1",
    "acme/1",
    "acme@1.example",
    "farmácia",
    "",
    "12345",
    "a".repeat(101),
  ])("doesn't take the key string %j", (text) => expect(isImportedKeyForm(text)).toBe(false));

  it("takes what is none of our key strings, and no key string of ours", () => {
    fc.assert(fc.property(fc.string({ maxLength: 30 }), (text) => !(isKeyString(text) && isImportedKeyForm(text))));
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9A-KM-Za-km-z][0-9A-Za-z._-]{5,50}$/), (text) => isImportedKeyForm(text)),
    );
  });

  it("takes tokens of 20 to 512 visible ASCII characters, our own among them", () => {
    for (const text of ["~".repeat(20), "!".repeat(512), `lkt_${"0".repeat(49)}`]) {
      expect(isImportedTokenForm(text)).toBe(true);
    }
    for (const text of ["~".repeat(19), "!".repeat(513), `${"x".repeat(20)} `, `${"x".repeat(20)}\n`, "é".repeat(20)]) {
      expect(isImportedTokenForm(text)).toBe(false);
    }
  });
});

describe("key strings", () => {
  it("are recognised, with the account that owns them", () => {
    fc.assert(
      fc.property(keyString, (key) => {
        expect(isKeyString(key)).toBe(true);
        expect(key.startsWith(`lk-${ownerOfKeyString(key)}-`)).toBe(true);
      }),
    );
  });

  it("are refused with any one character of them changed", () => {
    fc.assert(
      fc.property(keyString, (key) => {
        for (let at = 0; at < key.length; at++) {
          for (const other of `${BASE62_ALPHABET}-_ .`) {
            if (other === key[at]) continue;
            const mutant = key.slice(0, at) + other + key.slice(at + 1);
            expect(isKeyString(mutant), mutant).toBe(false);
          }
        }
      }),
      { numRuns: 30 },
    );
  });

  it("are refused with two unequal neighbours swapped", () => {
    fc.assert(
      fc.property(keyString, (key) => {
        for (let at = 3; at + 1 < key.length; at++) {
          if (key[at] === key[at + 1]) continue;
          const mutant = key.slice(0, at) + key.charAt(at + 1) + key.charAt(at) + key.slice(at + 2);
          expect(isKeyString(mutant), mutant).toBe(false);
        }
      }),
    );
  });

  it("are refused with a character added to or taken from the random part", () => {
    fc.assert(
      fc.property(keyString, fc.integer({ min: 0, max: 11 }), fc.constantFrom(...KEY_ALPHABET), (key, back, added) => {
        const at = key.length - back;
        expect(isKeyString(key.slice(0, at) + added + key.slice(at))).toBe(false);
        expect(isKeyString(key.slice(0, at - 1) + key.slice(at))).toBe(false);
      }),
    );
  });

  it.each(["", "lk", "lk-", "lk-acme", " lk-acme-00000000000", "lk-acme-OOOOOOOOOOOO", "lk--000000000000"])(
    "are not %j",
    (text) => expect(isKeyString(text)).toBe(false),
  );

  it("are refused in lower case and with spaces around them", () => {
    fc.assert(
      fc.property(keyString, (key) => {
        expect(isKeyString(` ${key}`)).toBe(false);
        expect(isKeyString(`${key}\n`)).toBe(false);
        expect(isKeyString(key.toLowerCase())).toBe(key === key.toLowerCase());
      }),
    );
  });
});

describe("secrets", () => {
  const secret = fc
    .string({ unit: fc.constantFrom(...BASE62_ALPHABET), minLength: 43, maxLength: 43 })
    .map((characters) => `lkt_${characters}${secretChecksum(`lkt_${characters}`)}`);

  it("carry a checksum that is the CRC-32 of what stands before it", () => {
    fc.assert(
      fc.property(secret, (text) => {
        let value = 0;
        for (const character of text.slice(-6)) value = value * 62 + BASE62_ALPHABET.indexOf(character);
        expect(value).toBe(crc32(text.slice(0, -6)));
      }),
    );
  });

  it("are recognised by their own prefix only", () => {
    fc.assert(
      fc.property(secret, (text) => {
        expect(isSecret(text, "lkt_")).toBe(true);
        expect(isSecret(text, "lks_")).toBe(false);
        expect(isSecret(text.replace("lkt_", "lks_"), "lks_")).toBe(false);
        expect(isSecret(text.replace("lkt_", "lkl_"), "lkl_")).toBe(false);
      }),
    );
  });

  it("are refused with any one character changed, and still seen as a secret in the wrong place", () => {
    fc.assert(
      fc.property(secret, fc.integer({ min: 4, max: 52 }), fc.constantFrom(...BASE62_ALPHABET), (text, at, other) => {
        fc.pre(text[at] !== other);
        const mutant = text.slice(0, at) + other + text.slice(at + 1);
        expect(isSecret(mutant, "lkt_")).toBe(false);
        expect(containsSecret(`name ${mutant}!`)).toBe(true);
      }),
    );
  });

  it.each(["lkt_", "lks_", "lkl_", "lki_"] as const)("are seen as %s wherever they stand, also in a link", (prefix) => {
    const characters = `${prefix}${"0".repeat(43)}`;
    const text = `${characters}${secretChecksum(characters)}`;
    expect(isSecret(text, prefix)).toBe(true);
    expect(containsSecret(`https://keys.example.com/credentials/1#${text}`)).toBe(true);
  });

  it("are seen where they are tokens of VTEX, whole", () => {
    const token = "WNVUJKYFKJFLTPXHQGAZDHPBHSDQVJJW".repeat(4);
    expect(containsSecret(`token: ${token}.`)).toBe(true);
    expect(containsSecret(token.slice(1))).toBe(false);
    expect(containsSecret(`${token}A`)).toBe(false);
  });

  it("are not seen in ordinary text", () => {
    expect(containsSecret("the prefix lkt_ alone, or lkt_short, is none")).toBe(false);
  });
});
