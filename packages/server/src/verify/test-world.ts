// Every state that a decision depends on, and the answer in each by docs/design.md.
import type { Catalog } from "../domain/catalog.ts";
import type { TokenEntry } from "../domain/directory-entry.ts";
import { decide, type Question } from "./decide.ts";
import { Directory } from "./directory.ts";
import { RateLimiter } from "./rate-limiter.ts";
import { CountingHasher } from "./test-hasher.ts";
import { UseMeter } from "./use-meter.ts";

const NOW_MS = Date.UTC(2026, 10, 23, 12);
export const KEY = "lk-owner-1";

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
export interface World {
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
export const WITHIN: Readonly<Record<string, readonly string[]>> = {
  "203.0.113.200": ["owner", "host"],
  "203.0.113.9": ["owner"],
  "198.51.100.7": ["host"],
  "192.0.2.1": [],
};
const isBound = ({ bound }: World, side: "owner" | "host") => bound === side || bound === "both";

export const VALUES: { readonly [Name in keyof World]: readonly World[Name][] } = {
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
export function* combinations<Values extends object>(values: {
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

export function directoryOf(world: World): Directory {
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
export function answerOf(world: World): unknown {
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

/** Asks it of a directory, and counts what was compared. */
export function ask(directory: Directory, question: Question, rates = new RateLimiter(() => 0)) {
  const hasher = new CountingHasher();
  const counting = { use: new UseMeter(), rates };
  const decision = decide({ directory, hasher, nowMs: () => NOW_MS, ...counting }, question);
  return { decision, comparisons: hasher.comparisons };
}

/** With its fields in order, to compare by text. */
export function sorted(value: unknown): unknown {
  return Object.fromEntries(Object.entries(value as object).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
