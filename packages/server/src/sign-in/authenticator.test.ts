import { createHmac } from "node:crypto";
import { Secret } from "otpauth";
import { expect, test } from "vitest";
import { ServerSecret, TextSealer } from "../secrets/server-secret.ts";
import { totpAuthenticator } from "./authenticator.ts";

const ANA = { id: "u-ana", email: "ana@acme.example", name: "Ana" };
const BO = { ...ANA, id: "u-bo" };
const SERVER_SECRET = new ServerSecret("server-secret-of-the-tests-0123456789");
/** The secret of RFC 6238's test vectors. */
const RFC_SECRET = Buffer.from("12345678901234567890");

let nowMs = 0;
const authenticator = totpAuthenticator({
  sealer: new TextSealer(SERVER_SECRET, "two-factor", (length) => new Uint8Array(length).fill(7)),
  randomBytes: (length) => RFC_SECRET.subarray(0, length),
  nowMs: () => nowMs,
});

/** RFC 4226 by hand. */
function hotp(counter: number): string {
  const message = Buffer.alloc(8);
  message.writeBigUInt64BE(BigInt(counter));
  const mac = createHmac("sha1", RFC_SECRET).update(message).digest();
  const offset = mac.readUInt8(19) & 15;
  return String((mac.readUInt32BE(offset) & 0x7fff_ffff) % 1_000_000).padStart(6, "0");
}

test("takes the codes of RFC 6238's test vectors, and names their half minute", () => {
  const { sealed } = authenticator.begin(ANA);
  // Appendix B, of whose eight digits six are ours.
  for (const [seconds, code] of [
    [59, "287082"],
    [1_111_111_109, "081804"],
    [1_111_111_111, "050471"],
    [1_234_567_890, "005924"],
    [2_000_000_000, "279037"],
    [20_000_000_000, "353130"],
  ] as const) {
    nowMs = seconds * 1_000;
    expect(authenticator.stepOf(ANA, sealed, code)).toBe(Math.floor(seconds / 30));
    expect(hotp(Math.floor(seconds / 30))).toBe(code);
  }
});

test("takes the half minutes beside the present one, and no others", () => {
  const { sealed } = authenticator.begin(ANA);
  nowMs = 1_000_000_000_000;
  const step = Math.floor(nowMs / 30_000);
  const steps = [-2, -1, 0, 1, 2].map((delta) => authenticator.stepOf(ANA, sealed, hotp(step + delta)));
  expect(steps).toStrictEqual([undefined, step - 1, step, step + 1, undefined]);
});

test("takes nothing that isn't six digits", () => {
  const { sealed } = authenticator.begin(ANA);
  const code = hotp(Math.floor(nowMs / 30_000));
  for (const text of [
    "",
    code.slice(1),
    `${code}0`,
    ` ${code}`,
    code.replace(/./, "x"),
    "１２３４５６",
    "\0".repeat(6),
  ]) {
    expect(authenticator.stepOf(ANA, sealed, text)).toBeUndefined();
  }
});

test("keeps a secret sealed, for its person alone", () => {
  const { sealed, secret, uri } = authenticator.begin(ANA);
  expect(secret).toBe(new Secret({ buffer: Uint8Array.from(RFC_SECRET).buffer }).base32);
  expect(uri).toContain(secret);
  const kept = Buffer.from(sealed.bytes).toString("latin1");
  expect(kept).not.toContain(secret);
  expect(kept).not.toContain(RFC_SECRET.toString("latin1"));
  expect(() => authenticator.stepOf(BO, sealed, "287082")).toThrow("didn't seal");
});
