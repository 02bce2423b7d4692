import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { lookUpLimit, networkOf, signInLimit } from "./limits.ts";

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => vi.useRealTimers());

const pass = (seconds: number) => vi.advanceTimersByTime(seconds * 1_000);

describe("the network of an address", () => {
  it.each([
    ["203.0.113.9", "203.0.113.9"],
    ["::ffff:203.0.113.9", "203.0.113.9"],
    ["::FFFF:203.0.113.9", "203.0.113.9"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
    ["2001:0DB8:0001:0002::", "2001:db8:1:2::/64"],
    ["2001:db8::1", "2001:db8:0:0::/64"],
    ["::1", "0:0:0:0::/64"],
    ["::", "0:0:0:0::/64"],
    ["fe80::1%eth0", "fe80:0:0:0::/64"],
    ["1:2:3:4:5:6:7::", "1:2:3:4::/64"],
    ["unknown", "unknown"],
  ])("of %s is %s", (ip, network) => {
    expect(networkOf(ip)).toBe(network);
  });
});

describe("the limit on signing in", () => {
  const settings = [
    { points: 2, windowSeconds: 60 },
    { points: 3, windowSeconds: 60 },
  ] as const;

  it("refuses the next attempt of a person, and says when to come again", async () => {
    const limit = signInLimit(...settings);
    await limit.attempt("ana", "1.1.1.1");
    pass(10);
    await limit.attempt("ana", "2.2.2.2");
    const refusal = { code: "TOO_MANY_ATTEMPTS", extras: { retryAfterSeconds: 50 } };
    await expect(limit.attempt("ana", "3.3.3.3")).rejects.toMatchObject(refusal);
    pass(51);
    await expect(limit.attempt("ana", "3.3.3.3")).resolves.toBeUndefined();
  });

  it("refuses a network over its limit before it counts against anybody", async () => {
    const limit = signInLimit(...settings);
    for (const person of ["a", "b", "c"]) await limit.attempt(person, "1.1.1.1");
    for (let n = 0; n < 5; n++) await expect(limit.attempt("ana", "1.1.1.1")).rejects.toThrow("Too many");
    await limit.attempt("ana", "2.2.2.2");
    await limit.attempt("ana", "2.2.2.2");
  });

  it("takes back what turned out to be no guess", async () => {
    const limit = signInLimit(...settings);
    for (let n = 0; n < 10; n++) {
      await limit.attempt("ana", "1.1.1.1");
      await limit.succeeded("ana", "1.1.1.1");
    }
    await limit.attempt("bo", "1.1.1.1");
    await limit.attempt("bo", "1.1.1.1");
    await expect(limit.attempt("bo", "2.2.2.2")).rejects.toThrow("Too many");
  });
});

describe("the limit on looking keys up", () => {
  it("counts misses, whoever else looks, until the window has passed", async () => {
    const limit = lookUpLimit({ points: 2, windowSeconds: 60 });
    for (let n = 0; n < 10; n++) await limit.check("ana");
    await limit.miss("ana");
    await limit.check("ana");
    await limit.miss("ana");
    await expect(limit.check("ana")).rejects.toMatchObject({ code: "TOO_MANY_LOOKUPS" });
    await limit.check("bo");
    pass(61);
    await limit.check("ana");
  });
});
