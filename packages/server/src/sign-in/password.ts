import { argon2, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";

const hashWithArgon2 = promisify(argon2);

/** What a hash costs: memory in KiB, passes over it, and lanes. */
export interface PasswordCost {
  readonly memory: number;
  readonly passes: number;
  readonly parallelism: number;
}

/** OWASP's minimum for argon2id: 19 MiB, two passes, one lane. */
export const OWASP_COST: PasswordCost = { memory: 19_456, passes: 2, parallelism: 1 };
const SALT_LENGTH = 16;
const TAG_LENGTH = 32;

/** Hashes a password for keeping: argon2id (RFC 9106) in PHC string format, with a salt of its own. */
export async function hashPassword(
  password: string,
  randomBytes: (length: number) => Uint8Array,
  { memory, parallelism, passes } = OWASP_COST,
): Promise<string> {
  const salt = randomBytes(SALT_LENGTH);
  const cost = { memory, passes, parallelism };
  const tag = await hashWithArgon2("argon2id", { message: password, nonce: salt, tagLength: TAG_LENGTH, ...cost });
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${base64(salt)}$${base64(tag)}`;
}

/** Whether a password is the one that was hashed, under the cost written in the hash. `false` for a text that is no hash. */
export async function isPassword(password: string, phc: string): Promise<boolean> {
  const match = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/.exec(phc);
  if (!match) return false;
  const [memory, passes, parallelism] = match.slice(1, 4).map(Number) as [number, number, number];
  const [nonce, expected] = match.slice(4).map((part) => Buffer.from(part, "base64")) as [Buffer, Buffer];
  const cost = { memory, passes, parallelism };
  const tag = await hashWithArgon2("argon2id", { message: password, nonce, tagLength: expected.length, ...cost });
  return timingSafeEqual(tag, expected);
}

/**
 * Asks of a password whether it is a hash's, at the same cost where there is no hash: nobody learns from the time that it
 * takes who has one.
 */
export async function provePassword(
  password: string,
  phc: string | null,
  randomBytes: (length: number) => Uint8Array,
  cost = OWASP_COST,
): Promise<boolean> {
  if (phc !== null) return isPassword(password, phc);
  await hashPassword(password, randomBytes, cost);
  return false;
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64").replace(/=+$/, "");
}
