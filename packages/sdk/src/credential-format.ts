/**
 * The written form of keys and tokens. It is shared by everything that reads them, the server, the console and scripts,
 * so that a typing error or a secret in the wrong field is caught before it is sent.
 *
 * This module has no state and uses nothing but the language.
 */

/** Crockford's base 32: no I, L, O or U, so that no two of its characters look alike. */
export const KEY_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** Random characters of a key string before its check character: 11 of 5 bits, of which the check costs 0.2. */
export const KEY_RANDOM_LENGTH = 11;

/** Digits, upper-case and lower-case letters, in ASCII order. */
export const BASE62_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** Base 62 characters that hold a secret's 256 bits. */
export const SECRET_LENGTH = 43;

const CHECKSUM_LENGTH = 6;
/** Of `lk-`. */
const KEY_PREFIX_LENGTH = 3;
const KEY_PATTERN = /^lk-([a-z][a-z0-9]*(?:-[a-z0-9]+)*)-([0-9A-HJKMNP-TV-Z]{12})$/;
// Shorter than a whole secret: one that was cut off or mistyped in the middle is still most of a secret.
// And what VTEX gives out, the one form of imported tokens that is known: nobody writes 128 capital letters in a row.
const SECRET_ANYWHERE = /lk[tslir]_[0-9A-Za-z]{20,}|(?<![A-Z])[A-Z]{128}(?![A-Z])/;

/**
 * The kinds of secret: `lkt_` an API token, `lks_` a service key, `lkl_` what opens a one-time link, `lki_` what accepts an invitation, `lkr_` what
 * resets a password.
 */
export type SecretPrefix = "lkt_" | "lks_" | "lkl_" | "lki_" | "lkr_";

/**
 * Whether a text is a key string: `lk-`, the owner account's name, and twelve characters of which the last is a check
 * character. Exact: no spaces around it, no other case. Any one character changed, and any two neighbours swapped, fail.
 */
export function isKeyString(text: string): boolean {
  return KEY_PATTERN.test(text) && keyCheckSum(text, KEY_PREFIX_LENGTH) === 0;
}

/** The name of the account that owns a key, or `undefined` where the text is no key string. */
export function ownerOfKeyString(text: string): string | undefined {
  return isKeyString(text) ? KEY_PATTERN.exec(text)?.[1] : undefined;
}

/**
 * The check character that completes `<account>-<random characters>`, or `undefined` for the five sums in 37 that the
 * alphabet has no character for: whoever generates draws again.
 */
export function keyCheckCharacter(body: string): string | undefined {
  const wanted = (74 - keyCheckSum(body) * 2) % 37;
  return Array.from(KEY_ALPHABET).find((character) => symbolValue(character) === wanted);
}

/**
 * Digits, letters and the hyphen are 37 symbols, and 37 is prime: with weights that are powers of 2 (a primitive root)
 * every single substitution and every swap of neighbours changes the sum.
 */
function keyCheckSum(text: string, from = 0): number {
  let sum = 0;
  for (let i = from; i < text.length; i++) sum = (sum * 2 + symbolValue(text, i)) % 37;
  return sum;
}

/** By the code of a character; digits, letters of either case, and the hyphen. */
const SYMBOL_VALUES = Uint8Array.from({ length: 128 }, (_, code) =>
  code === 45 ? 36 : Number.parseInt(String.fromCharCode(code), 36) || 0,
);

function symbolValue(text: string, at = 0): number {
  return SYMBOL_VALUES[text.charCodeAt(at)] ?? 0;
}

/**
 * Whether a text is a whole secret: prefix, 43 base 62 characters, and 6 of their CRC-32 (after GitHub's design), so
 * that junk is refused without asking anybody.
 */
export function isSecret(text: string, prefix: SecretPrefix): boolean {
  // Every request comes by here: nothing is matched twice, and no text put together.
  if (text.length !== prefix.length + SECRET_LENGTH + CHECKSUM_LENGTH || !text.startsWith(prefix)) return false;
  const checksumAt = text.length - CHECKSUM_LENGTH;
  for (let i = prefix.length; i < checksumAt; i++) if (IS_BASE62[text.charCodeAt(i)] !== 1) return false;
  let rest = crc32(text, checksumAt);
  for (let i = text.length - 1; i >= checksumAt; i--) {
    if (text.charCodeAt(i) !== BASE62_CODES[rest % 62]) return false;
    rest = Math.floor(rest / 62);
  }
  return true;
}

// Not of our own making, nor one of our secrets; and in no need of care in an address, a header, a spreadsheet or a log.
const IMPORTED_KEY_PATTERN = /^(?!lk[a-z]?[-_])[0-9A-Za-z][0-9A-Za-z._-]{5,99}$/i;
const IMPORTED_TOKEN_PATTERN = /^[\x21-\x7e]{20,512}$/;

/**
 * Whether a text can be the string of a key that was made elsewhere and imported: 6 to 100 ASCII letters, digits, dots, hyphens and
 * underscores, a letter or digit first, and not of our own form. There is no check character: only whoever knows the key can tell it from a
 * mistyped one.
 */
export function isImportedKeyForm(text: string): boolean {
  return IMPORTED_KEY_PATTERN.test(text);
}

/** Whether a text can be the token of an imported key: 20 to 512 visible ASCII characters. One that was made here can, too. */
export function isImportedTokenForm(text: string): boolean {
  return IMPORTED_TOKEN_PATTERN.test(text);
}

/**
 * Whether a secret, or most of one, stands anywhere in a text. Such a text belongs in no field but that secret's own. Of tokens that were made
 * elsewhere only those of VTEX can be told, and whole: 128 capital letters.
 */
export function containsSecret(text: string): boolean {
  return SECRET_ANYWHERE.test(text);
}

/** The last six characters of a secret: the CRC-32 of all before them, in base 62. */
export function secretChecksum(prefixAndSecret: string): string {
  let rest = crc32(prefixAndSecret, prefixAndSecret.length);
  let checksum = "";
  for (let i = 0; i < CHECKSUM_LENGTH; i++) {
    checksum = BASE62_ALPHABET.charAt(rest % 62) + checksum;
    rest = Math.floor(rest / 62);
  }
  return checksum;
}

/** The code of each digit, and whether a code is a digit's. */
const BASE62_CODES = Uint8Array.from(BASE62_ALPHABET, (character) => character.charCodeAt(0));
const IS_BASE62 = Uint8Array.from({ length: 128 }, (_, code) => Number(BASE62_CODES.includes(code)));

// Signed: a machine's own integers, which what is beyond 2^31 would not be.
const CRC_TABLE = Int32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

/** Of a text's first characters. */
function crc32(ascii: string, length: number): number {
  let crc = -1;
  for (let i = 0; i < length; i++) {
    crc = (CRC_TABLE[(crc ^ ascii.charCodeAt(i)) & 0xff] ?? 0) ^ (crc >>> 8);
  }
  return ~crc >>> 0;
}
