import { describe, expect, test } from "vitest";
import { engineNames } from "../test-database.ts";
import { openTestStore } from "./test-store.ts";

const key = (period: number, id: string, sealedBy = "one") => ({
  period,
  sealedBy,
  id,
  publicJwk: "{}",
  sealed: new Uint8Array([1, 2, 3]),
});

describe.each(engineNames)("what access tokens need on %s", (name) => {
  test("of servers that make a key for one period at once, one has its way", async () => {
    const { accessTokens, feed } = await openTestStore(name);
    const { revision } = await feed.position();
    await Promise.all(["a", "b", "c"].map((id) => accessTokens.addSigningKey(key(7, id))));
    await accessTokens.addSigningKey(key(7, "d", "two"));
    await accessTokens.addSigningKey(key(8, "e"));
    const kept = await accessTokens.signingKeys();
    expect(kept).toHaveLength(3);
    expect(["a", "b", "c"]).toContain(kept[0]?.id);
    expect(kept[0]).toEqual(key(7, kept[0]?.id ?? ""));
    await accessTokens.removeSigningKeys(8);
    expect(await accessTokens.signingKeys()).toEqual([key(8, "e")]);
    expect((await feed.position()).revision).toBe(revision);
  });

  test("what is revoked is kept until its end", async () => {
    const { accessTokens } = await openTestStore(name);
    await accessTokens.revoke("a", 1_000, 500);
    await accessTokens.revoke("a", 1_000, 500);
    expect(await accessTokens.isRevoked("a")).toBe(true);
    expect(await accessTokens.isRevoked("b")).toBe(false);
    await accessTokens.revoke("b", 2_000, 1_001);
    expect(await accessTokens.isRevoked("a")).toBe(false);
    expect(await accessTokens.isRevoked("b")).toBe(true);
  });
});
