import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { generateRecoveryCode, recoveryCodeText } from "./recovery-code.ts";

test("a recovery code is twelve characters that can't be taken for one another, in fours", () => {
  const codes = Array.from({ length: 500 }, () => generateRecoveryCode(randomBytes));
  for (const code of codes) expect(code).toMatch(/^[2-9a-hjkmnp-z]{4}(-[2-9a-hjkmnp-z]{4}){2}$/);
  expect(new Set(codes).size).toBe(500);
  // Every character at every place: none is always the same.
  const characters = codes.map((code) => code.replaceAll("-", ""));
  for (let place = 0; place < 12; place++) {
    expect(new Set(characters.map((code) => code.charAt(place))).size).toBeGreaterThan(25);
  }
});

test("it is the same however it was typed, and another for another person", () => {
  const text = recoveryCodeText("ana", "k7m2-9xqp-4wtd");
  for (const typed of ["K7M2-9XQP-4WTD", "k7m29xqp4wtd", " k7m2 9xqp\t4wtd "]) {
    expect(recoveryCodeText("ana", typed)).toBe(text);
  }
  expect(recoveryCodeText("bo", "k7m2-9xqp-4wtd")).not.toBe(text);
  expect(recoveryCodeText("ana", "k7m2-9xqp-4wte")).not.toBe(text);
});
