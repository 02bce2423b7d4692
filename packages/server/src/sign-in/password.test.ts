import { argon2Sync, randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import { hashPassword, isPassword } from "./password.ts";

const PASSWORD = "correct horse battery staple – ñ 😀";
const SALT = Uint8Array.from({ length: 16 }, (_, index) => index);

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64").replaceAll("=", "");

describe("a password", () => {
  test("is kept as argon2id in PHC format, at OWASP's cost, with the salt that it was given", async () => {
    const phc = await hashPassword(PASSWORD, (length) => SALT.subarray(0, length));
    const cost = { memory: 19_456, passes: 2, parallelism: 1 };
    const tag = argon2Sync("argon2id", { message: PASSWORD, nonce: SALT, tagLength: 32, ...cost });
    expect(phc).toBe(`$argon2id$v=19$m=19456,t=2,p=1$${base64(SALT)}$${base64(tag)}`);
    expect(await isPassword(PASSWORD, phc)).toBe(true);
  });

  test("is hashed with a salt of its own each time", async () => {
    const [one, other] = await Promise.all([hashPassword(PASSWORD, randomBytes), hashPassword(PASSWORD, randomBytes)]);
    expect(one).not.toBe(other);
    expect(await isPassword(PASSWORD, one)).toBe(true);
    expect(await isPassword(PASSWORD, other)).toBe(true);
  });

  test("is itself, and nothing near it", async () => {
    const phc = await hashPassword(PASSWORD, randomBytes);
    for (const guess of [
      "",
      PASSWORD.trim().slice(1),
      `${PASSWORD} `,
      PASSWORD.toUpperCase(),
      PASSWORD.normalize("NFD"),
    ]) {
      expect(await isPassword(guess, phc)).toBe(false);
    }
  });

  test("is checked at the cost that its hash names", async () => {
    const cost = { memory: 64, passes: 1, parallelism: 2 };
    const tag = argon2Sync("argon2id", { message: PASSWORD, nonce: SALT, tagLength: 16, ...cost });
    const phc = `$argon2id$v=19$m=64,t=1,p=2$${base64(SALT)}$${base64(tag)}`;
    expect(await isPassword(PASSWORD, phc)).toBe(true);
    expect(await isPassword("another", phc)).toBe(false);
  });

  test.each([
    "",
    PASSWORD,
    "$argon2i$v=19$m=64,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA",
    "$argon2id$v=16$m=64,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA",
    "$argon2id$v=19$m=64,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA",
    "$argon2id$v=19$m=64,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA\n",
    "$2b$12$abcdefghijklmnopqrstuv",
  ])("is none of the text %j, which is no hash", async (text) => {
    expect(await isPassword(PASSWORD, text)).toBe(false);
  });
});
