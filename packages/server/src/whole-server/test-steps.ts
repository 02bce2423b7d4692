// Random steps through the service, and how each is asked of a server. A step names things by numbers, which are looked up
// in what exists when its turn comes: so it stays a step when others before it are taken away.
import fc from "fast-check";
import { type Action, type Asker, given } from "./test-actions.ts";
import { ADDRESSES, BINDINGS } from "./test-networks.ts";
import type { Oracle } from "./test-oracle.ts";

/** Resources of the tests' catalog, beside the service's own. */
export const SHOP_RESOURCES = ["shop.view-order", "shop.edit-order", "shop.refund"] as const;

/** The service's own resources. */
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

const SWITCHED = { true: "inactive", false: "active" } as const;

type Kind =
  | Action["do"]
  | "pause"
  | "move-clock"
  | "disarm-inviter"
  | "prolong-external-key"
  | "switch-external-key"
  | "switch-key"
  | "bind-external-key"
  | "bind-key";

const KINDS: readonly [kind: Kind, weight: number][] = [
  ["pause", 1],
  ["move-clock", 3],
  ["create-account", 1],
  ["edit-account", 5],
  ["create-role", 5],
  ["edit-role", 7],
  ["delete-role", 3],
  ["add-user", 4],
  ["edit-user", 4],
  ["remove-user", 3],
  ["invite", 8],
  ["renew-invitation", 2],
  ["withdraw-invitation", 2],
  ["accept-invitation", 8],
  ["disarm-inviter", 4],
  ["generate-key", 5],
  ["edit-key", 7],
  ["switch-key", 5],
  ["bind-key", 6],
  ["delete-key", 2],
  ["look-up", 3],
  ["admit", 12],
  ["edit-external-key", 9],
  ["switch-external-key", 4],
  ["bind-external-key", 6],
  ["prolong-external-key", 6],
  ["remove-external-key", 3],
  ["verify", 4],
];

/** An insider is a person or a key that belongs to the account, or was admitted there. */
const ASKER_KINDS: readonly [kind: Asker["kind"] | "insider" | "wrong-token", weight: number][] = [
  ["operator", 6],
  ["insider", 20],
  ["person", 2],
  ["key", 2],
  ["service", 1],
  ["nobody", 1],
  ["wrong-token", 1],
];

const pick = fc.nat({ max: 99 });

/** A random step. It shrinks towards a pause by the operator, which does nothing. */
export const step = fc.record({
  kind: weighted(KINDS),
  asker: fc.record({ kind: weighted(ASKER_KINDS), pick }),
  account: pick,
  /** Whether things are picked from all that there are, rather than from those with which it makes sense. */
  isElsewhere: fc.oneof({ arbitrary: fc.constant(false), weight: 5 }, { arbitrary: fc.constant(true), weight: 1 }),
  key: pick,
  person: pick,
  name: sometimes(fc.constantFrom("One", "Two")),
  roles: sometimes(fc.uniqueArray(fc.constantFrom(...ASSIGNABLE), { maxLength: 2 })),
  resources: fc.uniqueArray(fc.constantFrom(...SHOP_RESOURCES, ...ACCOUNT_RESOURCES), { maxLength: 3 }),
  /** Whether something is switched from on to off, or from off to on. */
  isSwitched: fc.boolean(),
  /** In hours from now, or from when it does so far; `null` for never. */
  expiresInHours: sometimes(fc.constantFrom(null, 1, 2, 3, -1)),
  /** Networks that a key is bound to. */
  networks: fc.oneof(
    { arbitrary: fc.constant(undefined), weight: 3 },
    { arbitrary: fc.constantFrom(...BINDINGS), weight: 1 },
  ),
  /** Where a key's request comes from. */
  ip: fc.oneof(
    { arbitrary: fc.constant(ADDRESSES[0]), weight: 6 },
    { arbitrary: fc.constantFrom(...ADDRESSES), weight: 1 },
  ),
  /** Forward where it is above 0; below, the wall clock alone is set back. */
  clockHours: fc.constantFrom(1, 2, -72, 1, 2, 170),
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

/** Who asks for what in a step, in the world as it is now; `undefined` for a step that asks nothing. */
export function resolve(world: World, step: Step): { asker: Asker; action: Action } | undefined {
  const action = actionOf(world, step);
  return action && { asker: askerOf(world, step, action), action };
}

function actionOf(world: World, step: Step): Action | undefined {
  const { oracle, accountNames } = world;
  const { isElsewhere } = step;
  const account = at(isElsewhere ? accountNames : [...oracle.accounts.keys()], step.account);
  const key = at([...oracle.keys.keys(), world.unknownKey], step.key);
  const owner = isElsewhere ? account : (oracle.keys.get(key)?.owner ?? account);
  const members = [...(oracle.accounts.get(account)?.members.keys() ?? [])];
  const member = at(isElsewhere || members.length === 0 ? world.people : members, step.person);
  const admitted = [...oracle.accounts.values()].flatMap((host) =>
    [...host.admissions.keys()].map((admittedKey) => ({ account: host.name, key: admittedKey })),
  );
  const admission = isElsewhere || admitted.length === 0 ? { account, key } : at(admitted, step.key);
  const { name, networks, roles, isSwitched, expiresInHours, resources } = step;
  const switched = (isOn: boolean) => (isSwitched ? SWITCHED[String(isOn) as `${boolean}`] : undefined);
  const expiryFrom = (fromMs: number) =>
    typeof expiresInHours === "number" ? fromMs + expiresInHours * HOUR_MS : expiresInHours;
  const customRole = () => {
    const made = [...(oracle.accounts.get(account)?.customRoles.keys() ?? [])];
    return at(isElsewhere || made.length === 0 ? [...CUSTOM_ROLES, "verifier"] : made, step.key);
  };
  switch (step.kind) {
    case "pause":
    case "move-clock":
      return undefined;
    case "create-account":
      // All but the last, which never comes to exist.
      return { do: "create-account", account: at(accountNames.slice(0, -1), step.account), displayName: "Made later" };
    case "edit-account": {
      const isSuspended = oracle.accounts.get(account)?.isSuspended === true;
      const next = switched(!isSuspended);
      const status = next === "inactive" ? ("suspended" as const) : next;
      return { do: "edit-account", account, ...given({ status, displayName: name }) };
    }
    case "create-role":
      return { do: "create-role", account, id: at([...CUSTOM_ROLES, "verifier"], step.key), resources };
    case "edit-role": {
      // Names that the other role may have.
      const rename = name === undefined ? undefined : `Role ${at(CUSTOM_ROLES, step.person)}`;
      const id = customRole();
      return {
        do: "edit-role",
        account,
        id,
        ...given({ name: rename, resources: isSwitched ? resources : undefined }),
      };
    }
    case "delete-role":
      return { do: "delete-role", account, id: customRole() };
    case "add-user": {
      const isNew = isSwitched;
      // Each event makes for another name.
      const newcomer = `${account}-${oracle.accounts.get(account)?.events.length ?? 0}`;
      const person = isNew ? newcomer : at(world.people, step.person);
      return { do: "add-user", account, person, isNew, roles: roles ?? [] };
    }
    case "edit-user":
      return { do: "edit-user", account, person: member, roles: roles ?? [] };
    case "remove-user":
      return { do: "remove-user", account, person: member };
    case "invite": {
      const newcomer = `${account}-${oracle.accounts.get(account)?.events.length ?? 0}`;
      const known = { person: at(world.people, step.person), isNew: false };
      const [invited] = oracle.invitations.openOnes(account);
      const { person, isNew } = isSwitched
        ? { person: newcomer, isNew: true }
        : isElsewhere && invited
          ? invited
          : known;
      return { do: "invite", account, person, isNew, roles: roles ?? [] };
    }
    case "renew-invitation":
    case "withdraw-invitation": {
      const { id } = invitationOf(world, step, account);
      return { do: step.kind, account, id };
    }
    case "disarm-inviter": {
      const { account: into, givenBy } = invitationOf(world, step, account);
      if (givenBy?.kind === "person") return { do: "edit-user", account: into, person: givenBy.id, roles: [] };
      if (givenBy?.kind !== "key") return undefined;
      return { do: "edit-key", account: oracle.keys.get(givenBy.key)?.owner ?? into, key: givenBy.key, roles: [] };
    }
    case "accept-invitation": {
      const { account: into, id, isNew, secrets } = invitationOf(world, step, account);
      const secret = (isElsewhere && isSwitched ? secrets[0] : secrets.at(-1)) ?? "";
      return { do: "accept-invitation", account: into, id, secret, isNew };
    }
    case "generate-key":
      return { do: "generate-key", account, name: name ?? "Zero", roles: roles ?? [], ...given({ networks }) };
    case "edit-key": {
      const status = switched(oracle.keys.get(key)?.status === "active");
      return { do: "edit-key", account: owner, key, ...given({ name, networks, roles, status }) };
    }
    case "switch-key": {
      const status = oracle.keys.get(key)?.status === "active" ? "inactive" : "active";
      return { do: "edit-key", account: owner, key, status };
    }
    case "bind-key":
      return { do: "edit-key", account: owner, key, networks: at(BINDINGS, step.person) };
    case "delete-key":
      return { do: "delete-key", account: owner, key };
    case "look-up":
      return { do: "look-up", account, key };
    case "admit":
      return {
        do: "admit",
        account,
        key,
        name: name ?? "Zero",
        roles: roles ?? [],
        expiresAtMs: expiryFrom(oracle.nowMs) ?? null,
        ...given({ networks }),
      };
    case "edit-external-key": {
      const before = oracle.accounts.get(admission.account)?.admissions.get(admission.key);
      const status = switched(before?.status === "active");
      const expiresAtMs = expiryFrom(before?.expiresAtMs ?? oracle.nowMs);
      const changed = given({ name, networks, roles, status, expiresAtMs });
      return { do: "edit-external-key", ...admission, ...changed };
    }
    case "switch-external-key": {
      const before = oracle.accounts.get(admission.account)?.admissions.get(admission.key);
      return { do: "edit-external-key", ...admission, status: before?.status === "active" ? "inactive" : "active" };
    }
    case "bind-external-key":
      return { do: "edit-external-key", ...admission, networks: at(BINDINGS, step.person) };
    case "prolong-external-key": {
      const before = oracle.accounts.get(admission.account)?.admissions.get(admission.key);
      const fromMs = Math.max(before?.expiresAtMs ?? oracle.nowMs, oracle.nowMs);
      return { do: "edit-external-key", ...admission, expiresAtMs: fromMs + HOUR_MS };
    }
    case "remove-external-key":
      return { do: "remove-external-key", ...admission };
    case "verify":
      return { do: "verify", account };
  }
}

/** One that is open, if there is any, else any; last, one that never was. */
function invitationOf({ oracle }: World, { isElsewhere, key, kind }: Step, account: string) {
  const all = [...oracle.invitations.all.values()];
  const open = all.filter(({ state }) => state === "open");
  const isAnywhere = kind === "accept-invitation" || kind === "disarm-inviter";
  const here = isAnywhere ? open : open.filter((each) => each.account === account);
  const none = { account, id: "00000000-0000-4000-8000-000000000000", isNew: true, secrets: [""], givenBy: undefined };
  return at(isElsewhere ? [...all, none] : [...here, ...(here.length === 0 ? [none] : [])], key);
}

function askerOf({ oracle, people }: World, { asker, ip, isElsewhere }: Step, action: Action): Asker {
  if (action.do === "accept-invitation") {
    // Whoever is new has no session; who is known is mostly themselves.
    const person = oracle.invitations.all.get(action.id)?.person ?? "";
    if (action.isNew) return { kind: "nobody" };
    if (asker.pick % 4 > 0) return { kind: "person", id: person };
  }
  const isForOperators = action.do === "create-account" || action.do === "edit-account";
  if (isForOperators && !isElsewhere) return { kind: "operator" };
  const person = (id: string): Asker => ({ kind: "person", id });
  const key = (keyString: string, isTokenRight = true): Asker => ({ kind: "key", key: keyString, isTokenRight, ip });
  const keys = [...oracle.keys.values()];
  switch (asker.kind) {
    case "person":
      return person(at(people, asker.pick));
    case "key":
    case "wrong-token":
      return key(at([...oracle.keys.keys()], asker.pick), asker.kind === "key");
    case "insider": {
      const account = oracle.accounts.get(action.account);
      const own = keys.filter(({ owner, status }) => owner === action.account && status !== "deleted");
      const insiders = [
        ...[...(account?.members.keys() ?? [])].filter((id) => people.includes(id)).map(person),
        ...own.map((each) => key(each.key)),
        ...[...(account?.admissions.keys() ?? [])].map((admitted) => key(admitted)),
      ];
      return insiders.length === 0 ? { kind: "nobody" } : at(insiders, asker.pick);
    }
    default:
      return { kind: asker.kind };
  }
}

function at<Item>(items: readonly Item[], index: number): Item {
  const item = items[index % items.length];
  if (item === undefined) throw new Error("there is nothing to pick from");
  return item;
}

/** A value half of the time. */
function sometimes<Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> {
  return fc.oneof(fc.constant(undefined), value);
}

function weighted<Value>(values: readonly (readonly [Value, number])[]): fc.Arbitrary<Value> {
  const choices = values.map(([value, weight]) => ({ arbitrary: fc.constant(value), weight }));
  return fc.oneof({ withCrossShrink: true }, ...choices);
}
