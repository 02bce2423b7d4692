import { expect, test } from "vitest";
import { totp } from "./totp.ts";

// "12345678901234567890" in base 32, and what RFC 6238 says of it, cut to six digits.
const SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

test.each([
  [59, "287082"],
  [1_111_111_109, "081804"],
  [1_234_567_890, "005924"],
])("the code at %i seconds is that of the standard", (seconds, code) => {
  expect(totp(SECRET, seconds * 1000)).toBe(code);
});
