import crypto, { createHash, createHmac, hkdfSync, randomBytes } from "node:crypto";
import { syncBuiltinESMExports } from "node:module";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { auditSeal } from "./audit-seal.ts";
import { digestText, UNKEYED } from "../domain/token.ts";
import { isSameSecret, ServerSecret, Sha3SecretHasher, TextSealer } from "./server-secret.ts";

const SECRET = "server-secret-of-the-tests-0123456789";
const TOKEN = "lkt_token-of-the-tests";
const serverSecret = new ServerSecret(SECRET);
const hasher = new Sha3SecretHasher(serverSecret);

/** Watches the comparison in constant time, wherever it is called, until the test has finished. */
function watchComparing() {
  const comparing = vi.spyOn(crypto, "timingSafeEqual");
  syncBuiltinESMExports();
  onTestFinished(() => {
    comparing.mockRestore();
    syncBuiltinESMExports();
  });
  return comparing;
}

function hkdf(purpose: string, length: number): Buffer {
  return Buffer.from(hkdfSync("sha256", SECRET, "", purpose, length));
}

describe("the server secret", () => {
  test("is named by something that says nothing about it", () => {
    expect(serverSecret.id).toBe(hkdf("latchkey secret id", 6).toString("hex"));
    expect(new ServerSecret(`${SECRET}!`).id).not.toBe(serverSecret.id);
  });

  test("gives each purpose a key of its own", () => {
    expect(serverSecret.derive("a")).toEqual(hkdf("a", 32));
    expect(serverSecret.derive("a")).not.toEqual(serverSecret.derive("b"));
    expect(serverSecret.derive("a", 64)).toHaveLength(64);
  });

  test("is nowhere to be read", () => {
    expect(JSON.stringify(serverSecret)).not.toContain(SECRET);
    expect(JSON.stringify(hasher)).not.toContain(SECRET);
  });
});

describe("the digest of a secret", () => {
  test("is this one, or every key of every installation stops working", () => {
    const key = hkdf("latchkey secret digest", 32).toString("hex");
    const expected = createHash("sha3-256").update(key).update(TOKEN).digest("hex");
    const digest = hasher.digest(TOKEN);
    expect(Buffer.from(digest.bytes).toString("hex")).toBe(expected);
    expect(digest.secretId).toBe(serverSecret.id);
    expect(new Sha3SecretHasher(new ServerSecret(SECRET)).digest(TOKEN)).toEqual(digest);
  });

  test("matches its own secret alone", () => {
    const digest = hasher.digest(TOKEN);
    expect(hasher.matches(TOKEN, digest)).toBe(true);
    for (const other of ["", TOKEN.slice(0, -1), `${TOKEN}x`, TOKEN.toUpperCase()]) {
      expect(hasher.matches(other, digest)).toBe(false);
    }
  });

  test("under another server secret matches nothing, nor where only the secret's id is another", () => {
    const other = new Sha3SecretHasher(new ServerSecret(`${SECRET}!`));
    expect(other.digest(TOKEN).bytes).not.toEqual(hasher.digest(TOKEN).bytes);
    expect(hasher.matches(TOKEN, other.digest(TOKEN))).toBe(false);
    expect(hasher.matches(TOKEN, { ...hasher.digest(TOKEN), secretId: "another" })).toBe(false);
  });

  test("of an imported token is compared with what came from elsewhere, too, which is as long as one of ours", () => {
    const kept = { bytes: new Uint8Array(createHash("sha256").update(TOKEN).digest()), secretId: UNKEYED };
    expect(UNKEYED).toHaveLength(serverSecret.id.length);
    expect(hasher.isSame(hasher.importedDigests(TOKEN), digestText(kept))).toBe(true);
    expect(hasher.isSame(hasher.importedDigests(TOKEN), digestText(hasher.digest(TOKEN)))).toBe(true);
    expect(hasher.importedDigests(TOKEN)[0]).toBe(digestText(hasher.digest(TOKEN)));
    expect(hasher.isSame(hasher.importedDigests(`${TOKEN}x`), digestText(kept))).toBe(false);
    // What keeps no other key's token: SHA-256 alone opens nothing of ours.
    expect(hasher.matches(TOKEN, kept)).toBe(false);
  });

  test("that isn't there matches nothing", () => {
    expect(hasher.matches(TOKEN, undefined)).toBe(false);
    expect(hasher.matches("", undefined)).toBe(false);
  });

  test("rule 13: is compared once, in constant time and over all of its bytes, whether or not there is one", () => {
    const right = hasher.digest(TOKEN);
    // With the id of the secret.
    const length = 32 + right.secretId.length;
    const digests = [right, { ...right, secretId: "another" }, hasher.digest("other"), undefined];
    const comparing = watchComparing();
    for (const digest of digests) {
      comparing.mockClear();
      hasher.matches(TOKEN, digest);
      expect(comparing.mock.calls.map((sides) => sides.map((side) => side.byteLength))).toEqual([[length, length]]);
    }
  });
});

test("the seal of audit events is an HMAC under a key of its own", () => {
  const seal = auditSeal(serverSecret);
  const expected = createHmac("sha256", hkdf("latchkey audit chain", 32)).update("text").digest("hex");
  expect(seal.seal("text")).toBe(expected);
  expect(seal.secretId).toBe(serverSecret.id);
});

test.each([
  ["a", "a", true],
  ["", "", true],
  ["a", "b", false],
  ["a", "aa", false],
  ["", "a", false],
  ["é", "e\u0301", false],
])("%j and %j are the same secret: %s", (a, b, isSame) => {
  const comparing = watchComparing();
  expect(isSameSecret(a, b)).toBe(isSame);
  expect(comparing).toHaveBeenCalledOnce();
});

describe("a sealed text", () => {
  const sealer = new TextSealer(serverSecret, "tests", randomBytes);

  test("is opened by the same secret, for the same purpose and in the same context alone", () => {
    for (const text of ["", "a", "ñ 😀", "x".repeat(10_000)]) {
      const sealed = sealer.seal(text, "ana");
      expect(sealed.secretId).toBe(serverSecret.id);
      expect(sealer.open(sealed, "ana")).toBe(text);
      expect(sealer.open(sealed, "bo")).toBeUndefined();
      expect(new TextSealer(serverSecret, "other", randomBytes).open(sealed, "ana")).toBeUndefined();
      const other = new TextSealer(new ServerSecret(`${SECRET}!`), "tests", randomBytes);
      expect(other.open(sealed, "ana")).toBeUndefined();
      expect(other.open({ ...sealed, secretId: other.seal("", "").secretId }, "ana")).toBeUndefined();
    }
  });

  test("isn't opened once a bit of it is another, or part of it is missing", () => {
    const { bytes, secretId } = sealer.seal(TOKEN, "ana");
    for (let at = 0; at < bytes.length; at++) {
      const changed = bytes.with(at, (bytes[at] ?? 0) ^ 1);
      expect(sealer.open({ bytes: changed, secretId }, "ana")).toBeUndefined();
      expect(sealer.open({ bytes: bytes.subarray(0, at), secretId }, "ana")).toBeUndefined();
    }
  });

  test("is another each time, and holds nothing of what it seals", () => {
    const [one, other] = [sealer.seal(TOKEN, "ana"), sealer.seal(TOKEN, "ana")];
    expect(one.bytes).not.toEqual(other.bytes);
    expect(Buffer.from(one.bytes).toString("latin1")).not.toContain(TOKEN.slice(0, 6));
    expect(JSON.stringify(sealer)).not.toContain("key");
  });
});
