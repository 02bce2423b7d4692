import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { inMemory } from "./limiter.ts";
import { guessLimits, networkOf } from "./limits.ts";
import type { SignInLimit } from "./sign-in.ts";

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => vi.useRealTimers());

const pass = (seconds: number) => vi.advanceTimersByTime(seconds * 1_000);

describe("the network of an address", () => {
  it.each([
    ["203.0.113.9", "203.0.113.9/32"],
    ["::ffff:203.0.113.9", "203.0.113.9/32"],
    ["::FFFF:203.0.113.9", "203.0.113.9/32"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
    ["2001:0DB8:0001:0002::", "2001:db8:1:2::/64"],
    ["2001:db8::1", "2001:db8::/64"],
    ["::1", "::/64"],
    ["::", "::/64"],
    ["fe80::1%eth0", "fe80::/64"],
    ["1:2:3:4:5:6:7::", "1:2:3:4::/64"],
    ["unknown", "unknown"],
  ])("of %s is %s", (ip, network) => {
    expect(networkOf(ip)).toBe(network);
  });
});

describe("the limit on signing in", () => {
  const limits = () => {
    const of = (points: number) => ({ points, windowSeconds: 60 });
    return guessLimits(inMemory, { signIn: { pair: of(2), person: of(4), network: of(5) } }).signIn;
  };
  const attempts = async (limit: SignInLimit, ...who: [email: string, ip: string][]) => {
    for (const [email, ip] of who) await limit.attempt(email, ip);
  };

  it("refuses a person's next attempt from one network, says when to come again, and lets them in from another", async () => {
    const limit = limits();
    await limit.attempt("ana", "1.1.1.1");
    pass(10);
    await limit.attempt("ana", "1.1.1.1");
    const refusal = { code: "TOO_MANY_ATTEMPTS", extras: { retryAfterSeconds: 50 } };
    await expect(limit.attempt("ana", "1.1.1.1")).rejects.toMatchObject(refusal);
    await limit.attempt("ana", "2.2.2.2");
    pass(51);
    await limit.attempt("ana", "1.1.1.1");
  });

  it("refuses a person from anywhere once there were too many in all", async () => {
    const limit = limits();
    await attempts(limit, ["ana", "1.1.1.1"], ["ana", "2.2.2.2"], ["ana", "3.3.3.3"], ["ana", "4.4.4.4"]);
    await expect(limit.attempt("ana", "5.5.5.5")).rejects.toThrow("Too many");
    await limit.attempt("bo", "5.5.5.5");
  });

  it("refuses a network over its limit before it counts against anybody", async () => {
    const limit = limits();
    await attempts(limit, ...["a", "b", "c", "d", "e"].map((email) => [email, "1.1.1.1"] as [string, string]));
    for (let n = 0; n < 9; n++) await expect(limit.attempt("ana", "1.1.1.1")).rejects.toThrow("Too many");
    await attempts(limit, ["ana", "2.2.2.2"], ["ana", "2.2.2.2"], ["ana", "3.3.3.3"], ["ana", "4.4.4.4"]);
  });

  it("takes back what turned out to be no guess", async () => {
    const limit = limits();
    for (let n = 0; n < 20; n++) {
      await limit.attempt("ana", "1.1.1.1");
      await limit.succeeded("ana", "1.1.1.1");
    }
    await attempts(limit, ["ana", "1.1.1.1"], ["ana", "1.1.1.1"]);
    await expect(limit.attempt("ana", "1.1.1.1")).rejects.toThrow("Too many");
  });
});

describe("the limit on looking keys up", () => {
  it("counts misses, whoever else looks, until the window has passed", async () => {
    const limit = guessLimits(inMemory, { lookUp: { points: 2, windowSeconds: 60 } }).lookUp;
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
