import { describe, expect, test } from "vitest";
import type { TokenEntry } from "../domain/directory-entry.ts";
import { UNKEYED } from "../domain/token.ts";
import { decide } from "./decide.ts";
import { Directory } from "./directory.ts";
import { CountingHasher } from "./test-hasher.ts";
import { RateLimiter } from "./rate-limiter.ts";
import { answerOf, ask, combinations, directoryOf, KEY, sorted, VALUES, type World } from "./test-world.ts";
import { UseMeter } from "./use-meter.ts";

describe("a decision", () => {
  test("rule 4, rule 5: is what the rules say, in every combination of states", () => {
    const codes = new Map<string, number>();
    const wrong: unknown[] = [];
    for (const world of combinations<World>(VALUES)) {
      const { asked: account, presented: token, resource } = world;
      const { comparisons, decision } = ask(directoryOf(world), { credential: { key: KEY, token }, account, resource });
      const expected = answerOf(world);
      codes.set(decision.code, (codes.get(decision.code) ?? 0) + 1);
      if (comparisons !== 2 || JSON.stringify(sorted(decision)) !== JSON.stringify(sorted(expected))) {
        wrong.push({ world, decision, expected, comparisons });
      }
    }
    expect(wrong.slice(0, 3)).toEqual([]);
    // The combinations reach every answer, each more than a few times.
    const all = ["VALID", "INVALID_CREDENTIALS", "UNKNOWN_ACCOUNT", "ACCOUNT_SUSPENDED", "OWNER_SUSPENDED"];
    all.push("KEY_INACTIVE", "NOT_ADMITTED", "EXTERNAL_KEY_INACTIVE", "EXTERNAL_KEY_EXPIRED", "RESOURCE_DENIED");
    expect([...codes.keys()].toSorted()).toEqual(all.toSorted());
    expect(Math.min(...codes.values())).toBeGreaterThan(50);
  });

  test("looks at limits behind what closes an account to a key, and before resources", () => {
    const spent = new RateLimiter(() => 0);
    spent.take([{ setBy: "owner", name: KEY, requestsPerMinute: 1 }]);
    spent.take([{ setBy: "host", name: `${KEY} host`, requestsPerMinute: 1 }]);
    const used = spent.demands();
    const codes = new Map<string, number>();
    const values = { ...VALUES, presented: ["current", "other"], current: ["never"], renewed: ["none"] } as const;
    for (const world of combinations<World>({ ...values, spent: ["owner", "host"] })) {
      const { asked: account, presented: token, resource } = world;
      const { decision } = ask(directoryOf(world), { credential: { key: KEY, token }, account, resource }, spent);
      codes.set(decision.code, (codes.get(decision.code) ?? 0) + 1);
      const { rateLimit, retryAfterSeconds, ...rest } = {
        rateLimit: undefined,
        retryAfterSeconds: undefined,
        ...decision,
      };
      expect(rest).toEqual(answerOf(world));
      const state = { limit: 1, setBy: world.spent, remaining: 0, resetSeconds: 60 };
      const isLimited = decision.code === "RATE_LIMITED";
      // Another limit than that of the account asked for isn't looked at.
      expect({ rateLimit, retryAfterSeconds }).toEqual({
        rateLimit: isLimited ? state : undefined,
        retryAfterSeconds: isLimited ? 60 : undefined,
      });
    }
    expect(
      Math.min(...["RATE_LIMITED", "RESOURCE_DENIED", "VALID"].map((code) => codes.get(code) ?? 0)),
    ).toBeGreaterThan(20);
    // Nothing but what reached the limit was counted as wanted, and nothing as used.
    expect(spent.demands().map((demand) => demand.used)).toEqual(used.map((demand) => demand.used));
    expect(spent.demands().reduce((sum, { demand }) => sum + demand, 0)).toBe(2 + (codes.get("RATE_LIMITED") ?? 0));
  });

  const healthy: World = {
    asked: "host",
    askedSuspended: false,
    ownerSuspended: false,
    keyStatus: "active",
    presented: "current",
    current: "never",
    renewed: "none",
    admission: { status: "active", expires: "never" },
    roles: ["viewer"],
    resource: "oms.view",
  };

  test("rule 13: is one body at one cost for an unknown key, a deleted one, a wrong and an expired token", () => {
    const asked = (world: Partial<World>, credential = { key: KEY, token: "other" }) =>
      ask(directoryOf({ ...healthy, ...world }), { credential, account: "host", resource: "oms.view" });
    const answers = [
      asked({}, { key: "lk-unknown-1", token: "current" }),
      asked({ keyStatus: "deleted" }, { key: KEY, token: "current" }),
      asked({}),
      asked({ renewed: "later" }),
      asked({ keyStatus: "inactive" }),
      asked({ ownerSuspended: true }),
      asked({ askedSuspended: true }),
      asked({ admission: undefined }),
      asked({ current: "past" }, { key: KEY, token: "current" }),
      asked({ renewed: "past" }, { key: KEY, token: "renewed" }),
    ];
    const one = { decision: { valid: false, code: "INVALID_CREDENTIALS" }, comparisons: 2 };
    expect(answers).toEqual(answers.map(() => one));
  });

  test("rule 13: costs as much when the token is right", () => {
    for (const [token, renewed] of [
      ["current", "none"],
      ["current", "later"],
      ["renewed", "later"],
    ] as const) {
      const directory = directoryOf({ ...healthy, renewed });
      const { comparisons, decision } = ask(directory, { credential: { key: KEY, token }, account: "host" });
      expect(decision.code).toBe("VALID");
      expect(comparisons).toBe(2);
    }
  });

  test("rule 13: is one at one cost for what may have been imported, and none where nothing was", () => {
    const hasher = new CountingHasher();
    const directory = directoryOf(healthy);
    const asked = (key: string, token: string) =>
      ask(directory, { credential: { key, token, isImported: true }, account: "owner" });
    const refused = { decision: { valid: false, code: "INVALID_CREDENTIALS" } };
    expect(asked("elsewhere-1", "right")).toEqual({ ...refused, comparisons: 0 });
    const token = (secretId: string, text: string): TokenEntry => ({
      id: text,
      state: text === "right" ? "current" : "renewed",
      digest: { ...hasher.digest(text), secretId },
      createdAtMs: 0,
      expiresAtMs: null,
    });
    const key = { kind: "key", owner: "owner", name: "Moved", status: "active", roles: [] } as const;
    const tokens = [token(UNKEYED, "right"), token("test", "ours")];
    directory.apply([{ ...key, key: "elsewhere-1", tokens, requestsPerMinute: null, allowedNetworks: [] }]);
    for (const [name, text] of [
      ["elsewhere-2", "right"],
      ["elsewhere-1", "wrong"],
    ] as const) {
      expect(asked(name, text)).toEqual({ ...refused, comparisons: 2 });
    }
    for (const text of ["right", "ours"]) {
      expect(asked("elsewhere-1", text)).toMatchObject({ decision: { valid: true }, comparisons: 2 });
    }
    directory.apply([{ kind: "gone", what: { kind: "key", key: "elsewhere-1" } }]);
    expect(asked("elsewhere-1", "right")).toEqual({ ...refused, comparisons: 0 });
  });

  test("refuses what can't be a credential without comparing anything", () => {
    const answer = ask(directoryOf(healthy), { credential: undefined, account: "host" });
    expect(answer).toEqual({ decision: { valid: false, code: "INVALID_CREDENTIALS" }, comparisons: 0 });
  });

  test("rule 6: without roles opens the account, and nothing in it", () => {
    const directory = directoryOf({ ...healthy, roles: [] });
    const credential = { key: KEY, token: "current" };
    expect(ask(directory, { credential, account: "host" }).decision.code).toBe("VALID");
    expect(ask(directory, { credential, account: "host", resource: "oms.view" }).decision.code).toBe("RESOURCE_DENIED");
  });

  test.each(["__proto__", "constructor", "toString", ""])("takes %j for a name like any other", (name) => {
    const directory = directoryOf(healthy);
    const credential = { key: KEY, token: "current" };
    expect(ask(directory, { credential, account: name }).decision.code).toBe("UNKNOWN_ACCOUNT");
    expect(ask(directory, { credential, account: "host", resource: name }).decision.code).toBe("RESOURCE_DENIED");
    expect(ask(directory, { credential: { key: name, token: name }, account: "host" }).decision.code).toBe(
      "INVALID_CREDENTIALS",
    );
  });
});

describe("the age at which an account lets its tokens stop working", () => {
  const at = (text: string) => Date.parse(text);
  const CREATED = at("2026-08-31T09:00:00.000Z");
  const hasher = new CountingHasher();
  const token = (state: TokenEntry["state"], createdAtMs: number): TokenEntry => ({
    id: state,
    state,
    digest: hasher.digest(state),
    createdAtMs,
    expiresAtMs: null,
  });

  /** What a verification answers in the owner's account and in a host's, which must never differ here (rule 10). */
  function codeAt(
    now: string,
    { lifetime, presented = "current", renewedAt }: { lifetime: number | null; presented?: string; renewedAt?: string },
  ): string {
    const directory = new Directory();
    const tokens = [token("current", CREATED)];
    if (renewedAt !== undefined) tokens.push(token("renewed", at(renewedAt)));
    directory.apply([
      { kind: "account", account: "owner", status: "active", tokenLifetimeMonths: lifetime },
      { kind: "account", account: "host", status: "active", tokenLifetimeMonths: lifetime === null ? 3 : null },
      {
        kind: "key",
        key: KEY,
        owner: "owner",
        name: "ERP",
        status: "active",
        roles: [],
        tokens,
        requestsPerMinute: null,
        allowedNetworks: [],
      },
      {
        kind: "external-key",
        account: "host",
        key: KEY,
        name: "Partner",
        status: "active",
        expiresAtMs: null,
        roles: [],
        requestsPerMinute: null,
        allowedNetworks: [],
      },
    ]);
    const codes = ["owner", "host"].map((account) => {
      const counting = { use: new UseMeter(), rates: new RateLimiter(() => 0) };
      const judge = { directory, hasher, nowMs: () => at(now), ...counting };
      return decide(judge, { credential: { key: KEY, token: presented }, account }).code;
    });
    expect(codes[1]).toBe(codes[0]);
    return codes[0] ?? "";
  }

  test.each([
    [3, "2026-11-30T08:59:59.999Z", "VALID"],
    [3, "2026-11-30T09:00:00.000Z", "INVALID_CREDENTIALS"],
    [6, "2026-11-30T09:00:00.000Z", "VALID"],
    [6, "2027-02-28T08:59:59.999Z", "VALID"],
    [6, "2027-02-28T09:00:00.000Z", "INVALID_CREDENTIALS"],
    [null, "2036-02-28T09:00:00.000Z", "VALID"],
  ] as const)("rules 4, 10: with %s months, at %s, it answers %s in every account", (lifetime, now, code) => {
    expect(codeAt(now, { lifetime })).toBe(code);
  });

  test("rule 3: a renewed token counts by its own age", () => {
    const renewal = { lifetime: 3, renewedAt: "2026-11-20T00:00:00.000Z" };
    expect(codeAt("2026-12-01T00:00:00.000Z", { ...renewal, presented: "current" })).toBe("INVALID_CREDENTIALS");
    expect(codeAt("2026-12-01T00:00:00.000Z", { ...renewal, presented: "renewed" })).toBe("VALID");
    expect(codeAt("2027-02-20T00:00:00.000Z", { ...renewal, presented: "renewed" })).toBe("INVALID_CREDENTIALS");
  });
});
