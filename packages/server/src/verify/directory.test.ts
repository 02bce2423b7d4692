import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Change } from "../domain/change.ts";
import type { DirectoryEntry, DirectoryPart } from "../domain/directory-entry.ts";
import { digestText } from "../domain/token.ts";
import { Directory } from "./directory.ts";
import type { KnownAdmission, KnownKey } from "./known.ts";

const digest = (byte: number) => ({ bytes: new Uint8Array(32).fill(byte), secretId: "s" });
const text = (byte: number) => digestText(digest(byte));

const ACCOUNTS = ["acme", "zoom"];
const KEYS = ["lk-acme-1", "lk-zoom-1"];
const ROLES = ["buyer", "viewer", "owner"];
const IDS = ["s1", "s2"];

const account = fc.constantFrom(...ACCOUNTS);
const key = fc.constantFrom(...KEYS);
const roles = fc.uniqueArray(fc.constantFrom(...ROLES));
const resources = fc.uniqueArray(fc.constantFrom("a.b", "oms.view", "pci.refund"));
const status = fc.constantFrom("active" as const, "inactive" as const);
const accountStatus = fc.constantFrom("active" as const, "suspended" as const);
const kind = <Kind extends string>(name: Kind) => fc.constant(name);

const change = fc.oneof(
  fc.record({ kind: kind("account"), account }),
  fc.record({ kind: kind("key"), key }),
  fc.record({ kind: kind("external-key"), account, key }),
  fc.record({ kind: kind("role"), account, role: fc.constantFrom(...ROLES) }),
  fc.record({ kind: kind("catalog") }),
  fc.record({ kind: kind("service-key"), id: fc.constantFrom(...IDS) }),
) satisfies fc.Arbitrary<Change>;

const entry = fc.oneof(
  fc.record({
    kind: kind("account"),
    account,
    status: accountStatus,
    tokenLifetimeMonths: fc.constantFrom(null, 3, 6),
  }),
  fc.record({
    kind: kind("key"),
    key,
    owner: account,
    name: fc.string(),
    status,
    roles,
    tokens: fc.constant([]),
    requestsPerMinute: fc.option(fc.nat()),
    allowedNetworks: fc.subarray(["203.0.113.0/24", "2001:db8::/32"]),
  }),
  fc.record({
    kind: kind("external-key"),
    account,
    key,
    name: fc.string(),
    status,
    expiresAtMs: fc.option(fc.nat()),
    roles,
    requestsPerMinute: fc.option(fc.nat()),
    allowedNetworks: fc.subarray(["203.0.113.0/24", "2001:db8::/32"]),
  }),
  fc.record({ kind: kind("role"), account, role: fc.constantFrom(...ROLES), resources }),
  fc.record({
    kind: kind("catalog"),
    catalog: fc.option(
      resources.map((held) => ({
        products: [],
        roles: [{ id: "viewer", name: "Viewer", description: "", resources: held }],
      })),
      { nil: undefined },
    ),
  }),
  // No two service keys have one digest: each has a random secret of its own.
  fc.constantFrom(...IDS).chain((id) =>
    fc.record({
      kind: kind("service-key"),
      id: fc.constant(id),
      name: fc.string(),
      digest: fc.constantFrom(0, 1).map((version) => digest(IDS.indexOf(id) * 2 + version)),
    }),
  ),
  fc.record({ kind: kind("gone"), what: change }),
) satisfies fc.Arbitrary<DirectoryEntry>;

/** What an entry is about. */
function subjectOf(one: DirectoryEntry): string {
  const about: Change = one.kind === "gone" ? one.what : one;
  switch (about.kind) {
    case "account":
      return `account ${about.account}`;
    case "key":
      return `key ${about.key}`;
    case "external-key":
      return `external-key ${about.account} ${about.key}`;
    case "role":
      return `role ${about.account} ${about.role}`;
    case "catalog":
      return "catalog";
    case "service-key":
      return `service-key ${about.id}`;
  }
}

/** All that can be asked of a directory. */
function knowledgeOf(directory: Directory): unknown {
  return {
    accounts: ACCOUNTS.map((name) => directory.accountStatus(name)),
    lifetimes: ACCOUNTS.map((name) => directory.tokenLifetimeMonths(name)),
    keys: KEYS.map((name) => factsOf(directory.key(name))),
    admissions: KEYS.map((name) => ACCOUNTS.map((host) => factsOf(directory.admission(name, host)))),
    counts: [directory.keyCount, directory.externalKeyCount],
    hosts: KEYS.map((name) => directory.hostsOf(name).toSorted()),
    roles: ACCOUNTS.map((host) => ROLES.map((role) => [...directory.resourcesOfRole(host, role)])),
    catalog: directory.catalog,
    serviceKeys: [0, 1, 2, 3].map((byte) => directory.serviceKey(text(byte))),
  };
}

/** What is said of a key or an admission, and where it may be used from. */
function factsOf(known: KnownKey | KnownAdmission | undefined): unknown {
  const addresses = ["203.0.113.9", "2001:db8::1", "198.51.100.7"];
  return { said: JSON.stringify(known), allowed: addresses.map((address) => known?.allowsAddress?.(address)) };
}

function filled(entries: readonly DirectoryEntry[]): Directory {
  const directory = new Directory();
  directory.apply(entries);
  return directory;
}

/** What a full read says of a key or an admission after it. */
function partsOf(one: DirectoryEntry): DirectoryPart[] {
  if (one.kind === "key") {
    const { key: name, roles: held, tokens } = one;
    return [
      ...tokens.map((token) => ({ kind: "key-token", key: name, token }) as const),
      ...held.map((role) => ({ kind: "key-role", key: name, role }) as const),
    ];
  }
  if (one.kind !== "external-key") return [];
  const { account: host, key: name, roles: held } = one;
  return held.map((role) => ({ kind: "external-key-role", account: host, key: name, role }) as const);
}

function withoutParts(one: DirectoryEntry): DirectoryEntry {
  if (one.kind === "key") return { ...one, roles: [], tokens: [] };
  return one.kind === "external-key" ? { ...one, roles: [] } : one;
}

describe("the directory", () => {
  test("knows the same whatever the order in which it hears of different things, and how often", () => {
    const news = fc.uniqueArray(entry, { selector: subjectOf, maxLength: 20 }).chain((entries) =>
      fc.record({
        entries: fc.constant(entries),
        past: fc.array(entry, { maxLength: 10 }),
        shuffled: fc.shuffledSubarray([...entries, ...entries], { minLength: entries.length * 2 }),
      }),
    );
    fc.assert(
      fc.property(news, ({ entries, past, shuffled }) => {
        const once = filled([...past, ...entries]);
        expect(knowledgeOf(filled([...past, ...shuffled]))).toEqual(knowledgeOf(once));
      }),
      { numRuns: 300 },
    );
  });

  test("knows of each thing what it heard last, and nothing of what came before", () => {
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 30 }), (entries) => {
        const last = new Map(entries.map((one) => [subjectOf(one), one]));
        expect(knowledgeOf(filled(entries))).toEqual(knowledgeOf(filled([...last.values()])));
      }),
      { numRuns: 300 },
    );
  });

  test("takes over from another all that it knows, and keeps nothing of its own", () => {
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 20 }), fc.array(entry, { maxLength: 20 }), (before, fresh) => {
        const directory = filled(before);
        directory.moveTo({ epoch: "old", revision: 9 });
        const other = filled(fresh);
        other.moveTo({ epoch: "new", revision: 3 });
        directory.become(other);
        expect(knowledgeOf(directory)).toEqual(knowledgeOf(filled(fresh)));
        expect(directory.position).toEqual({ epoch: "new", revision: 3 });
      }),
      { numRuns: 100 },
    );
  });

  test("knows the same of what a full read says part by part, whatever the order of the parts", () => {
    const token = fc.record({
      id: fc.uuid(),
      state: fc.constant("current" as const),
      digest: fc.nat(255).map(digest),
      createdAtMs: fc.nat(),
      expiresAtMs: fc.option(fc.nat()),
    });
    const things = fc.uniqueArray(
      fc.tuple(entry, fc.array(token, { maxLength: 1 })).map(([one, tokens]) => {
        if (one.kind === "key") return { ...one, tokens, roles: one.roles.toSorted() };
        return one.kind === "external-key" ? { ...one, roles: one.roles.toSorted() } : one;
      }),
      { selector: subjectOf, maxLength: 20 },
    );
    const read = things.chain((entries) => {
      const parts = entries.flatMap(partsOf);
      const shuffled = fc.shuffledSubarray(parts, { minLength: parts.length });
      return fc.record({ entries: fc.constant(entries), shuffled });
    });
    fc.assert(
      fc.property(read, ({ entries, shuffled }) => {
        const directory = new Directory();
        directory.fillWith(entries.map(withoutParts));
        directory.fillWith([...shuffled, { kind: "key-role", key: "lk-gone", role: "owner" }]);
        expect(knowledgeOf(directory)).toEqual(knowledgeOf(filled(entries)));
      }),
      { numRuns: 300 },
    );
  });

  test("has no position, and knows nothing but the service's own roles, before it is filled", () => {
    const directory = new Directory();
    expect(directory.position).toBeUndefined();
    expect(directory.key("lk-acme-1")).toBeUndefined();
    expect(directory.resourcesOfRole("acme", "owner")).toContain("account.edit-api-keys");
    expect(directory.resourcesOfRole("acme", "viewer")).toEqual(new Set());
  });

  test("forgets the digest that a service key had before", () => {
    const directory = filled([
      { kind: "service-key", id: "s1", name: "orders-api", digest: digest(1) },
      { kind: "service-key", id: "s1", name: "orders-api", digest: digest(2) },
    ]);
    expect(directory.serviceKey(text(1))).toBeUndefined();
    expect(directory.serviceKey(text(2))).toMatchObject({ id: "s1" });
  });

  test("rule 5: unites the resources of several roles, of the account alone", () => {
    const directory = filled([
      { kind: "role", account: "acme", role: "a", resources: ["x", "y"] },
      { kind: "role", account: "acme", role: "b", resources: ["y", "z"] },
      { kind: "role", account: "zoom", role: "a", resources: ["secret"] },
    ]);
    expect(directory.resourcesOfRoles("acme", ["a", "b", "none"])).toEqual(new Set(["x", "y", "z"]));
    expect(directory.opens("acme", ["a", "b"], "z")).toBe(true);
    expect(directory.opens("acme", ["a", "b"], "secret")).toBe(false);
    expect(directory.opens("acme", [], "x")).toBe(false);
  });
});
