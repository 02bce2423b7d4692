import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { generateKeyString } from "../domain/key.ts";
import { generateSecret } from "../domain/token.ts";
import { basicParts, bearerToken, credentialOf } from "./credential.ts";

const KEY = generateKeyString("acme", randomBytes);
const TOKEN = generateSecret("lkt_", randomBytes);

const basic = (text: string) => `Basic ${Buffer.from(text).toString("base64")}`;

describe("a credential", () => {
  test("is a key string and a token", () => {
    expect(credentialOf(KEY, TOKEN)).toEqual({ key: KEY, token: TOKEN });
  });

  test.each([
    ["no key", undefined, TOKEN],
    ["no token", KEY, undefined],
    ["repeated headers", [KEY, KEY], TOKEN],
    ["them the wrong way round", TOKEN, KEY],
    ["a service key for a token", KEY, generateSecret("lks_", randomBytes)],
    ["a space behind the key", `${KEY} `, TOKEN],
    ["a line end behind the token", KEY, `${TOKEN}\n`],
    ["a wrong check character", `${KEY.slice(0, -1)}${KEY.endsWith("0") ? "1" : "0"}`, TOKEN],
    ["a token cut short", KEY, TOKEN.slice(0, -1)],
    ["a key in lower case", KEY.toLowerCase().replace(/$/, "A"), TOKEN],
  ])("is not %s", (_what, key, token) => {
    expect(credentialOf(key, token)).toBeUndefined();
  });
});

describe("a credential of a key that was made elsewhere", () => {
  const ELSEWHERE = "vtexappkey-acme-ABCDEF";
  const ITS_TOKEN = "QWERTYUIOPASDFGHJKLZXCVBNM";

  test("is one that may have been imported, with its own token or one made here", () => {
    for (const token of [ITS_TOKEN, TOKEN]) {
      expect(credentialOf(ELSEWHERE, token)).toEqual({ key: ELSEWHERE, token, isImported: true });
    }
  });

  test.each([
    ["a key of our own with another's token", KEY, ITS_TOKEN],
    ["a key of our own with a wrong check character", `${KEY.slice(0, -1)}${KEY.endsWith("0") ? "1" : "0"}`, ITS_TOKEN],
    ["what only looks like ours", "LK-acme-000000000000", ITS_TOKEN],
    ["a token for a key", TOKEN, ITS_TOKEN],
    ["a short key", "abcde", ITS_TOKEN],
    ["a long key", "a".repeat(101), ITS_TOKEN],
    ["a key with a space", "vtexappkey acme", ITS_TOKEN],
    ["a key with a line end", `${ELSEWHERE}\n`, ITS_TOKEN],
    ["a key that begins a formula", "=acme-ABCDEF", ITS_TOKEN],
    ["a short token", ELSEWHERE, "Q".repeat(19)],
    ["a long token", ELSEWHERE, "Q".repeat(513)],
    ["a token with a line end", ELSEWHERE, `${ITS_TOKEN}\n`],
    ["a token that isn't ASCII", ELSEWHERE, `${ITS_TOKEN}é`],
  ])("is not %s", (_what, key, token) => {
    expect(credentialOf(key, token)).toBeUndefined();
  });
});

describe("the Authorization header", () => {
  test("gives the user and the password of Basic, whatever stands in the password", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.string({ unit: "grapheme" }), (user, password) => {
        fc.pre(!user.includes(":"));
        expect(basicParts(basic(`${user}:${password}`))).toEqual({ user, password });
        expect(basicParts(basic(`${user}:${password}`).replace("Basic", "bAsIc "))).toEqual({ user, password });
      }),
    );
  });

  test.each(["", "Basic", "Basic ", "Basic !!!!", "Bearer abc", `Basic x ${basic("a:b")}`, basic("no colon")])(
    "%j is not Basic",
    (header) => expect(basicParts(header)).toBeUndefined(),
  );

  test.each([
    ["Bearer lks_abc", "lks_abc"],
    ["bearer   a.b-c~d+e/f=  ", "a.b-c~d+e/f="],
    ["Bearer", undefined],
    ["Bearer ", undefined],
    ["Bearer a b", undefined],
    ["Bearer é", undefined],
    [" Bearer a", undefined],
    ["Basic a", undefined],
  ])("%j holds the bearer token %j", (header, token) => {
    expect(bearerToken(header)).toBe(token);
  });
});
