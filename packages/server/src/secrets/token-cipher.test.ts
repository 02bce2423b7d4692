import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { ServerSecret } from "./server-secret.ts";
import { tokenCipher } from "./token-cipher.ts";

const TOKEN = "lkt_000000000000000000000000000000000000000000021Giqy";
const LINK = { id: "link-1", secret: "lkl_a-secret" };

/** As the cipher puts it: what it can't prove is none of its own. */
const REFUSED = /authenticat|initialization vector|authentication tag/i;

const cipher = tokenCipher(new ServerSecret("server-secret-of-the-cipher-tests-1"), randomBytes);

describe("a token that waits behind a link", () => {
  it("is opened by the link's id and secret together", () => {
    expect(cipher.open(cipher.seal(TOKEN, LINK), LINK)).toBe(TOKEN);
  });

  it("is opened by no other secret, for no other link, and under no other server secret", () => {
    const sealed = cipher.seal(TOKEN, LINK);
    const other = tokenCipher(new ServerSecret("server-secret-of-the-cipher-tests-2"), randomBytes);
    expect(() => cipher.open(sealed, { ...LINK, secret: "lkl_b-secret" })).toThrow(REFUSED);
    expect(() => cipher.open(sealed, { ...LINK, id: "link-2" })).toThrow(REFUSED);
    expect(() => other.open(sealed, LINK)).toThrow(REFUSED);
  });

  it("is opened only as it was sealed: every bit of it counts, and all of it", () => {
    const sealed = cipher.seal(TOKEN, LINK);
    for (let bit = 0; bit < sealed.length * 8; bit++) {
      const altered = Buffer.from(sealed);
      altered[bit >> 3] = (altered[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(() => cipher.open(altered, LINK), `bit ${bit}`).toThrow(REFUSED);
    }
    for (let length = 0; length < sealed.length; length++) {
      expect(() => cipher.open(sealed.subarray(0, length), LINK), `${length} bytes`).toThrow(REFUSED);
    }
  });

  it("is sealed differently each time, and shows nothing of itself", () => {
    const all = Array.from({ length: 50 }, () => Buffer.from(cipher.seal(TOKEN, LINK)).toString("latin1"));
    expect(new Set(all).size).toBe(50);
    expect(new Set(all.map((sealed) => sealed.slice(0, 12))).size).toBe(50);
    for (const sealed of all) expect(sealed).not.toContain("lkt_");
  });
});
