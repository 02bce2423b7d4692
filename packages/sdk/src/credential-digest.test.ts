import { expect, test } from "vitest";
import { credentialDigest, webHash } from "./credential-digest.ts";

test("the digest of a credential is the same with Node's hashing and with WebCrypto, and another for each credential", async () => {
  const digest = credentialDigest("lk-1", "lkt_1");
  expect(digest).toBeTypeOf("string");
  expect(digest).toBe(await webHash("4\nlk-1\nlkt_1"));
  expect(digest).toMatch(/^[\w-]{43}$/);
  const others = [
    credentialDigest("lk-1", "lkt_2"),
    credentialDigest("lk-2", "lkt_1"),
    credentialDigest("lk-1\nl", "kt_1"),
  ];
  expect(new Set([digest, ...others]).size).toBe(4);
});
