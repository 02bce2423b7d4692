import { describe, expect, test } from "vitest";
import type { Catalog } from "../domain/catalog.ts";
import type { TokenEntry } from "../domain/directory-entry.ts";
import { UNKEYED } from "../domain/token.ts";
import { decide, type Question } from "./decide.ts";
import { Directory } from "./directory.ts";
import { CountingHasher } from "./test-hasher.ts";
import { RateLimiter } from "./rate-limiter.ts";
import { UseMeter } from "./use-meter.ts";

const NOW_MS = Date.UTC(2026, 10, 23, 12);
const KEY = "lk-owner-1";

const CATALOG: Catalog = {
  products: [
    {
      id: "oms",
      name: "OMS",
      categories: [
        {
          id: "orders",
          name: "Orders",
          resources: ["oms.view", "oms.edit", "host.only", "owner.only"].map((key) => ({ key, name: key })),
        },
      ],
    },
  ],
  roles: [{ id: "viewer", name: "Viewer", description: "", resources: ["oms.view"] }],
};

/** What a role opens, by account: the custom role has the same id in both, and opens something else in each. */
const OPENS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  host: { viewer: ["oms.view"], custom: ["host.only", "oms.edit"] },
  owner: { viewer: ["oms.view"], custom: ["owner.only"] },
};

const TIMES = { never: null, later: NOW_MS + 1, now: NOW_MS, past: NOW_MS - 1 } as const;
type Time = keyof typeof TIMES;

/** Everything that the answer may depend on. */
interface World {
  readonly asked: "owner" | "host" | "nowhere";
  readonly askedSuspended: boolean;
  readonly ownerSuspended: boolean;
  readonly keyStatus: "active" | "inactive" | "deleted";
  readonly presented: "current" | "renewed" | "other";
  readonly current: Time;
  readonly renewed: Time | "none";
  readonly admission: { readonly status: "active" | "inactive"; readonly expires: Time } | undefined;
  readonly roles: readonly string[];
  readonly resource: string | undefined;
  /** Whose limit is used up. */
  readonly spent?: "owner" | "host" | undefined;
  /** Who binds the key to networks. */
  readonly bound?: "owner" | "host" | "both" | undefined;
  readonly ip?: string | undefined;
}

const NETWORKS = { owner: ["203.0.113.0/24", "2001:db8::/32"], host: ["203.0.113.128/25", "198.51.100.7/32"] };
/** Addresses, and whose networks each is in. */
const WITHIN: Readonly<Record<string, readonly string[]>> = {
  "203.0.113.200": ["owner", "host"],
  "::ffff:203.0.113.200": ["owner", "host"],
  "203.0.113.9": ["owner"],
  "2001:db8::9": ["owner"],
  "198.51.100.7": ["host"],
  "192.0.2.1": [],
  unknown: [],
};
const isBound = ({ bound }: World, side: "owner" | "host") => bound === side || bound === "both";

const VALUES: { readonly [Name in keyof World]: readonly World[Name][] } = {
  asked: ["owner", "host", "nowhere"],
  askedSuspended: [false, true],
  ownerSuspended: [false, true],
  keyStatus: ["active", "inactive", "deleted"],
  presented: ["current", "renewed", "other"],
  current: ["never", "now"],
  renewed: ["none", "later", "past"],
  admission: [
    undefined,
    { status: "active", expires: "never" },
    { status: "active", expires: "later" },
    { status: "active", expires: "now" },
    { status: "inactive", expires: "never" },
    { status: "inactive", expires: "past" },
  ],
  roles: [[], ["viewer"], ["custom"], ["gone", "custom", "viewer"]],
  resource: [undefined, "oms.view", "oms.edit", "host.only", "owner.only", "not.in.catalog"],
};

/** Every combination of some values. */
function* combinations<Values extends object>(values: {
  readonly [Name in keyof Values]: readonly Values[Name][];
}): Generator<Values, void> {
  const [first, ...rest] = Object.entries<readonly unknown[]>(values);
  if (!first) {
    yield {} as Values;
    return;
  }
  for (const remaining of combinations(Object.fromEntries(rest))) {
    for (const value of first[1]) yield { [first[0]]: value, ...remaining } as Values;
  }
}

function directoryOf(world: World): Directory {
  const directory = new Directory();
  const hasher = new CountingHasher();
  const token = (state: TokenEntry["state"], time: Time): TokenEntry => ({
    id: state,
    state,
    digest: hasher.digest(state),
    // Older than any account allows that sets an age; the owner here sets none.
    createdAtMs: 0,
    expiresAtMs: TIMES[time],
  });
  const isOwnerSuspended = world.ownerSuspended || (world.asked === "owner" && world.askedSuspended);
  directory.apply([
    { kind: "catalog", catalog: CATALOG },
    { kind: "account", account: "owner", status: isOwnerSuspended ? "suspended" : "active", tokenLifetimeMonths: null },
    { kind: "account", account: "host", status: world.askedSuspended ? "suspended" : "active", tokenLifetimeMonths: 3 },
    { kind: "role", account: "host", role: "custom", resources: OPENS["host"]?.["custom"] ?? [] },
    { kind: "role", account: "owner", role: "custom", resources: OPENS["owner"]?.["custom"] ?? [] },
  ]);
  if (world.keyStatus !== "deleted") {
    const tokens = [token("current", world.current)];
    if (world.renewed !== "none") tokens.unshift(token("renewed", world.renewed));
    const { keyStatus: status } = world;
    // Asked by its owner, the key has the roles in question; elsewhere it has all that there are.
    const roles = world.asked === "owner" ? world.roles : ["owner", "custom", "viewer"];
    const named = { key: KEY, owner: "owner", name: "Owner's name" };
    directory.apply([
      {
        kind: "key",
        ...named,
        status,
        roles,
        tokens,
        requestsPerMinute: world.spent === "owner" ? 1 : null,
        allowedNetworks: isBound(world, "owner") ? NETWORKS.owner : [],
      },
    ]);
  }
  if (world.admission) {
    const { expires, status } = world.admission;
    const own = {
      name: "Host's name",
      roles: world.roles,
      status,
      expiresAtMs: TIMES[expires],
      requestsPerMinute: world.spent === "host" ? 1 : null,
      allowedNetworks: isBound(world, "host") ? NETWORKS.host : [],
    };
    directory.apply([
      { kind: "external-key", account: "host", key: KEY, ...own },
      // Another host admits it with everything: that must not matter here (rule 5).
      {
        kind: "external-key",
        account: "other-host",
        key: KEY,
        ...own,
        roles: ["owner"],
        status: "active",
        allowedNetworks: [],
      },
    ]);
  }
  return directory;
}

/** The answer by docs/design.md in the plainest way. */
function answerOf(world: World): unknown {
  const works = (time: Time) => TIMES[time] === null || TIMES[time] > NOW_MS;
  const isProven =
    world.keyStatus !== "deleted" &&
    ((world.presented === "current" && works(world.current)) ||
      (world.presented === "renewed" && world.renewed !== "none" && works(world.renewed)));
  if (!isProven) return { valid: false, code: "INVALID_CREDENTIALS" };

  const external = world.asked !== "owner";
  const admission = world.asked === "host" ? world.admission : undefined;
  const named = external ? admission && { name: "Host's name" } : { name: "Owner's name" };
  const subject = { account: world.asked, key: KEY, owner: "owner", external, ...named };
  const opened = new Set(world.roles.flatMap((role) => OPENS[world.asked]?.[role] ?? []));
  const isOutside = (side: "owner" | "host") =>
    isBound(world, side) && WITHIN[world.ip ?? ""]?.includes(side) !== true && (side === "owner" || external);
  const reasons: [string, boolean][] = [
    ["UNKNOWN_ACCOUNT", world.asked === "nowhere"],
    ["ACCOUNT_SUSPENDED", world.askedSuspended || (world.asked === "owner" && world.ownerSuspended)],
    ["OWNER_SUSPENDED", world.ownerSuspended],
    ["KEY_INACTIVE", world.keyStatus === "inactive"],
    ["NOT_ADMITTED", external && !admission],
    ["EXTERNAL_KEY_INACTIVE", admission?.status === "inactive"],
    ["EXTERNAL_KEY_EXPIRED", admission !== undefined && !works(admission.expires)],
    ["IP_DENIED", isOutside("owner") || isOutside("host")],
    ["RATE_LIMITED", world.spent === "owner" || (world.spent === "host" && external)],
    ["RESOURCE_DENIED", world.resource !== undefined && !opened.has(world.resource)],
  ];
  const refusal = reasons.find(([, applies]) => applies)?.[0];
  if (refusal === "IP_DENIED") {
    return { valid: false, code: refusal, ...subject, networksSetBy: isOutside("owner") ? "owner" : "host" };
  }
  return refusal === undefined
    ? { valid: true, code: "VALID", ...subject, roles: world.roles }
    : { valid: false, code: refusal, ...subject };
}

function ask(directory: Directory, question: Question, rates = new RateLimiter(() => 0)) {
  const hasher = new CountingHasher();
  const counting = { use: new UseMeter(), rates };
  const decision = decide({ directory, hasher, nowMs: () => NOW_MS, ...counting }, question);
  return { decision, comparisons: hasher.comparisons };
}

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

  test("looks at networks behind what closes an account to a key, and before limits", () => {
    const spent = new RateLimiter(() => 0);
    spent.take([{ setBy: "owner", name: KEY, requestsPerMinute: 1 }]);
    spent.take([{ setBy: "host", name: `${KEY} host`, requestsPerMinute: 1 }]);
    const counts = new Map<string, number>();
    const values = { ...VALUES, presented: ["current", "other"], current: ["never"], renewed: ["none"] } as const;
    const places = { bound: ["owner", "host", "both"], ip: [undefined, ...Object.keys(WITHIN)] } as const;
    const resource = [undefined, "oms.view", "not.in.catalog"];
    for (const world of combinations<World>({ ...values, ...places, resource, spent: [undefined, "owner", "host"] })) {
      const { asked: account, ip, presented: token } = world;
      const question = { credential: { key: KEY, token }, account, ip, resource: world.resource };
      const {
        rateLimit: _state,
        retryAfterSeconds: _wait,
        ...decision
      } = {
        rateLimit: undefined,
        retryAfterSeconds: undefined,
        ...ask(directoryOf(world), question, spent).decision,
      };
      const bySide = decision.code === "IP_DENIED" ? `${decision.code} ${decision.networksSetBy}` : decision.code;
      counts.set(bySide, (counts.get(bySide) ?? 0) + 1);
      if (JSON.stringify(sorted(decision)) !== JSON.stringify(sorted(answerOf(world)))) {
        expect({ world, decision }).toEqual({ world, decision: answerOf(world) });
      }
    }
    const reached = ["IP_DENIED owner", "IP_DENIED host", "RATE_LIMITED", "RESOURCE_DENIED", "VALID"];
    expect(Math.min(...reached.map((code) => counts.get(code) ?? 0))).toBeGreaterThan(100);
    // Whoever is refused for where they come from uses nothing of a limit up.
    const wanted = spent.demands().reduce((sum, { demand }) => sum + demand, 0);
    expect(wanted).toBe(2 + (counts.get("RATE_LIMITED") ?? 0));
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

/** With its fields in order, to compare by text. */
function sorted(value: unknown): unknown {
  return Object.fromEntries(Object.entries(value as object).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

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
