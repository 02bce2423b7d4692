import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type KeySettings, tokenLifetimeMonths } from "./key-settings.ts";
import { renewalAlert, tokenEndMs, WARNING_DAYS, warningMark } from "./token-age.ts";

const at = (text: string) => Date.parse(text);
const DAY_MS = 86_400_000;
const anyTime = fc.integer({ min: at("1999-01-01T00:00:00.000Z"), max: at("2199-12-31T23:59:59.999Z") });

describe("the renewal of a token", () => {
  test.each([
    [3, "2026-11-30T23:59:59.999Z", null],
    [3, "2026-12-01T00:00:00.000Z", "recommended"],
    [3, "2027-02-28T23:59:59.999Z", "recommended"],
    [3, "2027-03-01T00:00:00.000Z", "overdue"],
    [6, "2027-02-28T23:59:59.999Z", null],
    [6, "2027-03-01T00:00:00.000Z", "recommended"],
    [6, "2027-05-31T23:59:59.999Z", "recommended"],
    [6, "2027-06-01T00:00:00.000Z", "overdue"],
  ] as const)("with %i months, at %s", (renewalMonths, now, alert) => {
    expect(renewalAlert(at("2026-09-01T00:00:00.000Z"), { renewalMonths }, at(now))).toBe(alert);
  });

  test("becomes overdue three months after it was recommended, counted from the token's creation", () => {
    // 31 August + 6 months is the last day of February; three more aren't its 28th of May.
    const created = at("2026-08-31T09:00:00.000Z");
    expect(renewalAlert(created, { renewalMonths: 6 }, at("2027-02-28T08:59:59.999Z"))).toBeNull();
    expect(renewalAlert(created, { renewalMonths: 6 }, at("2027-02-28T09:00:00.000Z"))).toBe("recommended");
    expect(renewalAlert(created, { renewalMonths: 6 }, at("2027-05-31T08:59:59.999Z"))).toBe("recommended");
    expect(renewalAlert(created, { renewalMonths: 6 }, at("2027-05-31T09:00:00.000Z"))).toBe("overdue");
  });

  test("only becomes more urgent with time, and sooner with the shorter choice", () => {
    const rank = (alert: ReturnType<typeof renewalAlert>) => [null, "recommended", "overdue"].indexOf(alert);
    const property = fc.property(
      anyTime,
      fc.nat({ max: 400 * DAY_MS }),
      fc.nat({ max: 400 * DAY_MS }),
      (from, a, b) => {
        const [sooner, later] = [from + Math.min(a, b), from + Math.max(a, b)];
        for (const renewalMonths of [3, 6] as const) {
          const [before, after] = [sooner, later].map((now) => rank(renewalAlert(from, { renewalMonths }, now)));
          expect(before).toBeLessThanOrEqual(after ?? -1);
        }
        const [short, long] = ([3, 6] as const).map((renewalMonths) =>
          rank(renewalAlert(from, { renewalMonths }, later)),
        );
        expect(short).toBeGreaterThanOrEqual(long ?? 9);
      },
    );
    fc.assert(property, { numRuns: 1_000 });
  });
});

describe("the end of a token", () => {
  const token = { createdAtMs: at("2026-08-31T09:00:00.000Z"), expiresAtMs: null };

  test("is the age that its account allows, where that is enforced", () => {
    const settings: KeySettings = { renewalMonths: 6, enforcement: "expire" };
    const end = (some: Partial<KeySettings>) => tokenEndMs(token, tokenLifetimeMonths({ ...settings, ...some }));
    expect(end({})).toBe(at("2027-02-28T09:00:00.000Z"));
    expect(end({ renewalMonths: 3 })).toBe(at("2026-11-30T09:00:00.000Z"));
    expect(end({ enforcement: "alert" })).toBeNull();
  });

  test("is the token's own where that comes first, or nothing is enforced", () => {
    const own = { ...token, expiresAtMs: at("2026-10-01T00:00:00.000Z") };
    expect(tokenEndMs(own, null)).toBe(own.expiresAtMs);
    expect(tokenEndMs(own, 3)).toBe(own.expiresAtMs);
    expect(tokenEndMs({ ...token, expiresAtMs: at("2030-01-01T00:00:00.000Z") }, 3)).toBe(
      at("2026-11-30T09:00:00.000Z"),
    );
  });

  test("comes in the moment in which its renewal is recommended", () => {
    const property = fc.property(anyTime, fc.constantFrom<3 | 6>(3, 6), (createdAtMs, renewalMonths) => {
      const end = tokenEndMs({ createdAtMs, expiresAtMs: null }, renewalMonths) ?? 0;
      expect(renewalAlert(createdAtMs, { renewalMonths }, end - 1)).toBeNull();
      expect(renewalAlert(createdAtMs, { renewalMonths }, end)).toBe("recommended");
    });
    fc.assert(property);
  });

  test("is announced 30, 7 and 1 days before, each time the last that applies", () => {
    const end = at("2026-11-30T09:00:00.000Z");
    const told = [31, 30, 29.9, 7.1, 7, 2, 1, 0.5, 0, -1, -400].map((days) => warningMark(end, end - days * DAY_MS));
    expect(told).toEqual([null, 30, 30, 30, 7, 7, 1, 1, 0, 0, 0]);
    expect(WARNING_DAYS).toEqual([30, 7, 1]);
  });
});
