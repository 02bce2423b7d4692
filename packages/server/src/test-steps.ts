// Random steps through the service, and how each is asked of a server. A step names things by numbers, which are looked up
// in what exists when its turn comes: so it stays a step when others before it are taken away.
import fc from "fast-check";
import { type Action, type Asker, given } from "./test-actions.ts";
import type { Oracle } from "./test-oracle.ts";

/** Resources of the tests' catalog, beside the service's own. */
export const SHOP_RESOURCES = ["shop.view-order", "shop.edit-order", "shop.refund"] as const;

/** API.md, "Who is asking". */
const ACCOUNT_RESOURCES = [
  "account.view-api-keys",
  "account.edit-api-keys",
  "account.renew-api-token",
  "account.edit-api-keys-settings",
  "account.verify-api-keys",
  "account.view-roles",
  "account.edit-roles",
  "account.view-users",
  "account.edit-users",
  "account.view-audit",
] as const;

/** Roles of the tests' catalog. */
export const CATALOG_ROLES = {
  "order-reader": ["shop.view-order"],
  "order-editor": ["shop.view-order", "shop.edit-order"],
  "key-manager": ["account.view-api-keys", "account.edit-api-keys", "shop.view-order"],
  "user-manager": ["account.view-users", "account.edit-users", "shop.view-order"],
  "role-manager": ["account.view-roles", "account.edit-roles"],
  verifier: ["account.verify-api-keys"],
} as const;

/** What exists in every account. */
export const PREDEFINED_ROLES: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ["owner", new Set<string>([...ACCOUNT_RESOURCES, ...SHOP_RESOURCES])],
  ["user-administrator-restricted", new Set<string>(ACCOUNT_RESOURCES)],
  ...Object.entries(CATALOG_ROLES).map(([id, resources]) => [id, new Set<string>(resources)] as const),
]);

const CUSTOM_ROLES = ["custom-1", "custom-2"] as const;
const ASSIGNABLE = [...PREDEFINED_ROLES.keys(), ...CUSTOM_ROLES, "no-such-role"];
const HOUR_MS = 3_600_000;

type Kind = Action["do"] | "pause" | "move-clock";

const KINDS: readonly [kind: Kind, weight: number][] = [
  ["pause", 1],
  ["move-clock", 3],
  ["create-account", 1],
  ["edit-account", 5],
  ["create-role", 2],
  ["add-user", 4],
  ["edit-user", 4],
  ["remove-user", 3],
  ["generate-key", 5],
  ["edit-key", 9],
  ["delete-key", 2],
  ["look-up", 3],
  ["admit", 12],
  ["edit-external-key", 12],
  ["remove-external-key", 3],
  ["verify", 4],
];

const askerKinds: readonly [kind: Asker["kind"] | "wrong-token", weight: number][] = [
  ["operator", 6],
  ["person", 10],
  ["key", 8],
  ["service", 1],
  ["nobody", 1],
  ["wrong-token", 1],
];

const pick = fc.nat({ max: 99 });
const status = fc.constantFrom("active", "inactive", undefined);

/** A random step. It shrinks towards a pause by the operator, which does nothing. */
export const step = fc.record({
  kind: weighted(KINDS),
  asker: fc.record({ kind: weighted(askerKinds), pick }),
  account: pick,
  /** Whether it is asked in an account at random rather than in the one where the thing is. */
  isElsewhere: fc.oneof({ arbitrary: fc.constant(false), weight: 5 }, { arbitrary: fc.constant(true), weight: 1 }),
  key: pick,
  person: pick,
  name: fc.option(fc.constantFrom("One", "Two"), { nil: undefined }),
  roles: fc.option(fc.uniqueArray(fc.constantFrom(...ASSIGNABLE), { maxLength: 2 }), { nil: undefined }),
  resources: fc.uniqueArray(fc.constantFrom(...SHOP_RESOURCES, ...ACCOUNT_RESOURCES), { maxLength: 3 }),
  status,
  /** In hours from now; `null` for never. */
  expiresInHours: fc.option(fc.constantFrom(null, 1, 2, 3, -1), { nil: undefined }),
  /** Forward where it is above 0; below, the wall clock alone is set back. */
  clockHours: fc.constantFrom(1, 2, -72),
});

export type Step = ReturnType<typeof step.generate>["value"];

/** What a step acts in. */
export interface World {
  readonly oracle: Oracle;
  /** The accounts that may come to exist, and last one that never does. */
  readonly accountNames: readonly string[];
  /** Ids of people who can sign in. */
  readonly people: readonly string[];
  /** The string of a key that was never issued. */
  readonly unknownKey: string;
}

/** Whom a step asks for what, in the world as it is now; `undefined` for a step that asks nothing. */
export function resolve(world: World, step: Step): { asker: Asker; action: Action } | undefined {
  const { oracle, people } = world;
  const asker = askerOf(world, step);
  const names = world.accountNames;
  const anyAccount = at(names, step.account);
  const key = at([...oracle.keys.keys(), world.unknownKey], step.key);
  const hosts = oracle.hostsOf(key).map((host) => host.name);
  const ownerOrAny = step.isElsewhere ? anyAccount : (oracle.keys.get(key)?.owner ?? anyAccount);
  const hostOrAny = step.isElsewhere || hosts.length === 0 ? anyAccount : at(hosts, step.account);
  const person = at(people, step.person);
  const { name, roles, status, expiresInHours, resources } = step;
  const expiresAtMs = typeof expiresInHours === "number" ? oracle.nowMs + expiresInHours * HOUR_MS : expiresInHours;
  switch (step.kind) {
    case "pause":
    case "move-clock":
      return undefined;
    case "create-account": {
      const account = at(names.slice(0, -1), step.account);
      return { asker: { kind: "operator" }, action: { do: "create-account", account, displayName: "Made later" } };
    }
    case "edit-account": {
      const edit = given({ status: status === "inactive" ? ("suspended" as const) : status, displayName: name });
      return { asker, action: { do: "edit-account", account: anyAccount, ...edit } };
    }
    case "create-role":
      return { asker, action: { do: "create-role", account: anyAccount, id: at(CUSTOM_ROLES, step.key), resources } };
    case "add-user":
    case "edit-user":
      return { asker, action: { do: step.kind, account: anyAccount, person, roles: roles ?? [] } };
    case "remove-user":
      return { asker, action: { do: "remove-user", account: anyAccount, person } };
    case "generate-key":
      return { asker, action: { do: "generate-key", account: anyAccount, name: name ?? "Zero", roles: roles ?? [] } };
    case "edit-key":
      return {
        asker,
        action: { do: "edit-key", account: ownerOrAny, key, ...given({ name, roles, status }) },
      };
    case "delete-key":
      return { asker, action: { do: "delete-key", account: ownerOrAny, key } };
    case "look-up":
      return { asker, action: { do: "look-up", account: anyAccount, key } };
    case "admit": {
      const admission = { key, name: name ?? "Zero", roles: roles ?? [], expiresAtMs: expiresAtMs ?? null };
      return { asker, action: { do: "admit", account: anyAccount, ...admission } };
    }
    case "edit-external-key": {
      const edit = given({ name, roles, status, expiresAtMs });
      return { asker, action: { do: "edit-external-key", account: hostOrAny, key, ...edit } };
    }
    case "remove-external-key":
      return { asker, action: { do: "remove-external-key", account: hostOrAny, key } };
    case "verify":
      return { asker, action: { do: "verify", account: anyAccount } };
  }
}

function askerOf({ oracle, people }: World, { asker }: Step): Asker {
  if (asker.kind === "person") return { kind: "person", id: at(people, asker.pick) };
  if (asker.kind !== "key" && asker.kind !== "wrong-token") return { kind: asker.kind };
  const keys = [...oracle.keys.keys()];
  return { kind: "key", key: at(keys, asker.pick), isTokenRight: asker.kind === "key" };
}

function at<Item>(items: readonly Item[], index: number): Item {
  const item = items[index % items.length];
  if (item === undefined) throw new Error("there is nothing to pick from");
  return item;
}

function weighted<Value>(values: readonly (readonly [Value, number])[]): fc.Arbitrary<Value> {
  const choices = values.map(([value, weight]) => ({ arbitrary: fc.constant(value), weight }));
  return fc.oneof({ withCrossShrink: true }, ...choices);
}
