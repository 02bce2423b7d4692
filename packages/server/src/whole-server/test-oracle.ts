// What Latchkey is to answer, worked out from docs/design.md (its rules and decisions) and openapi.json, in
// the plainest way: maps, sets and loops. It knows nothing of how the server does it.

import type { Action, Asker } from "./test-actions.ts";
import { ADDRESSES, letMore } from "./test-networks.ts";
import { closedFor, outside } from "./test-oracle-decisions.ts";
import { type Around, type MadeInvitation, OracleInvitations } from "./test-oracle-invitations.ts";
import {
  type Foreseen,
  inOrder,
  isSame,
  NEEDED,
  type OracleAccount,
  type OracleDecision,
  type OracleEvent,
  type OracleKey,
  type Refusal,
  type RoleBook,
  without,
} from "./test-oracle-things.ts";

type Entry = { readonly holdings: ReadonlySet<string> | "all" } | { readonly refusal: Refusal };

export type Made = MadeInvitation & { readonly key: string; readonly token: string };

const SUCCESS: Foreseen = { refusals: new Set(), lacking: new Set() };

export class Oracle {
  readonly accounts = new Map<string, OracleAccount>();
  readonly keys = new Map<string, OracleKey>();
  readonly invitations = new OracleInvitations();
  /** The time by which expiry is judged: it never goes back (rule 15). */
  nowMs: number;
  readonly #predefined: RoleBook;
  readonly #nameOf: (person: string) => string;

  constructor(predefined: RoleBook, nameOf: (person: string) => string, nowMs: number) {
    this.#predefined = predefined;
    this.#nameOf = nameOf;
    this.nowMs = nowMs;
  }

  // --- Verification (rules 4, 5, 13; section 6)

  /** May a credential do this in this account, from here? */
  decide(
    keyString: string,
    isTokenRight: boolean,
    { account, ip, resource }: { account: string; ip?: string | undefined; resource?: string | undefined },
  ): OracleDecision {
    const key = this.#live(keyString);
    if (!key || !isTokenRight) return { valid: false, code: "INVALID_CREDENTIALS" };
    const admission = this.accounts.get(account)?.admissions.get(keyString);
    const isOwn = key.owner === account;
    const name = isOwn ? key.name : admission?.name;
    const subject = {
      account,
      key: keyString,
      owner: key.owner,
      external: !isOwn,
      ...(name === undefined ? {} : { name }),
    };
    const roles = isOwn ? key.roles : (admission?.roles ?? []);
    const closed = closedFor(this, key, account);
    if (closed) return { valid: false, code: closed, ...subject };
    const networksSetBy = outside(this, key, account, ip);
    if (networksSetBy) return { valid: false, code: "IP_DENIED", ...subject, networksSetBy };
    if (resource !== undefined && !this.#opens(account, roles).has(resource)) {
      return { valid: false, code: "RESOURCE_DENIED", ...subject };
    }
    return { valid: true, code: "VALID", ...subject, roles: inOrder(roles) };
  }

  hostsOf(keyString: string): OracleAccount[] {
    return [...this.accounts.values()].filter((account) => account.admissions.has(keyString));
  }

  rolesOf(account: string): RoleBook {
    const custom = [...(this.accounts.get(account)?.customRoles ?? [])];
    return new Map([...this.#predefined, ...custom.map(([id, role]) => [id, role.resources] as const)]);
  }

  /** The account's own keys, its users and the external keys that have a role. */
  #having(account: OracleAccount, role: string): { count: number; externalKeys: string[] } {
    const own = [...this.keys.values()].filter(({ owner, status }) => owner === account.name && status !== "deleted");
    const admitted = [...account.admissions].filter(([, admission]) => admission.roles.includes(role));
    const invited = this.invitations.openOnes(account.name).map((invitation) => invitation.roles);
    const others = [...own.map((key) => key.roles), ...account.members.values(), ...invited].filter((roles) =>
      roles.includes(role),
    );
    return { count: others.length + admitted.length, externalKeys: admitted.map(([key]) => key) };
  }

  #opens(account: string, roles: readonly string[]): Set<string> {
    const book = this.rolesOf(account);
    return new Set(roles.flatMap((role) => [...(book.get(role) ?? [])]));
  }

  #live(keyString: string): OracleKey | undefined {
    const key = this.keys.get(keyString);
    return key?.status === "deleted" ? undefined : key;
  }

  // --- What an action meets

  foresee(asker: Asker, action: Action): Foreseen {
    if (action.do === "accept-invitation") {
      const reasons = this.invitations.reasonsAgainstAccepting(asker, action, this.#around());
      return { refusals: new Set(reasons), lacking: new Set() };
    }
    const stranger = this.#stranger(asker);
    if (stranger) return refused(stranger);
    if (action.do === "create-account" || action.do === "edit-account") return this.#foreseeForOperator(asker, action);
    const entry = this.#enter(asker, action);
    if ("refusal" in entry) return refused(entry.refusal);
    const { holdings } = entry;
    const needed = NEEDED[action.do];
    if (holdings !== "all" && !holdings.has(needed)) {
      return { refusals: new Set(["FORBIDDEN"]), lacking: new Set([needed]) };
    }
    const account = this.accounts.get(action.account);
    // Only services and operators get as far as asking about an account that isn't there.
    if (!account) return SUCCESS;
    const { reasons, gives } = this.#reasonsAgainst(action, account, holdings === "all");
    const lacking = new Set(holdings === "all" ? [] : [...gives].filter((resource) => !holdings.has(resource)));
    return { refusals: new Set([...reasons, ...(lacking.size > 0 ? (["ROLE_NOT_HELD"] as const) : [])]), lacking };
  }

  /** Nobody, a wrong token and a deleted key get one answer (rule 13). */
  #stranger(asker: Asker): Refusal | undefined {
    if (asker.kind === "nobody") return "UNAUTHENTICATED";
    if (asker.kind !== "key") return undefined;
    return this.#live(asker.key) && asker.isTokenRight ? undefined : "UNAUTHENTICATED";
  }

  #foreseeForOperator(asker: Asker, action: Extract<Action, { do: "create-account" | "edit-account" }>): Foreseen {
    if (asker.kind !== "operator") return refused("FORBIDDEN");
    const exists = this.accounts.has(action.account);
    if (action.do === "create-account") return exists ? refused("ACCOUNT_EXISTS") : SUCCESS;
    return exists ? SUCCESS : refused("UNKNOWN_ACCOUNT");
  }

  #around(): Around {
    const mayGive = (asker: Asker, account: string, roles: readonly string[]) => {
      // By what it may do now: it asks for nothing, and is nowhere.
      const entry = this.#enter(
        asker,
        { do: "add-user", account, person: "", isNew: true, roles },
        { isAsking: false },
      );
      if ("refusal" in entry) return false;
      const { holdings } = entry;
      return holdings === "all" || new Set([NEEDED.invite, ...this.#opens(account, roles)]).isSubsetOf(holdings);
    };
    return { nowMs: this.nowMs, accounts: this.accounts, nameOf: this.#nameOf, mayGive };
  }

  /** What the asker holds in the account, or why they aren't let in. */
  #enter(asker: Asker, { account: name, do: what }: Action, { isAsking } = { isAsking: true }): Entry {
    const account = this.accounts.get(name);
    if (what === "verify" && (asker.kind === "operator" || asker.kind === "service")) return { holdings: "all" };
    if (asker.kind === "service") return { refusal: "FORBIDDEN" };
    if (!account) return { refusal: "UNKNOWN_ACCOUNT" };
    if (asker.kind === "operator") return { holdings: "all" };
    if (asker.kind === "person") {
      const roles = account.members.get(asker.id);
      if (!roles) return { refusal: "UNKNOWN_ACCOUNT" };
      return account.isSuspended ? { refusal: "ACCOUNT_SUSPENDED" } : { holdings: this.#opens(name, roles) };
    }
    const key = asker.kind === "key" ? this.#live(asker.key) : undefined;
    if (!key) return { refusal: "UNAUTHENTICATED" };
    const admission = account.admissions.get(key.key);
    if (key.owner !== name && !admission) return { refusal: "UNKNOWN_ACCOUNT" };
    const closed = closedFor(this, key, name);
    if (closed && closed !== "NOT_ADMITTED") return { refusal: closed };
    const ip = (asker.kind === "key" ? asker.ip : undefined) ?? ADDRESSES[0];
    if (isAsking && outside(this, key, name, ip)) return { refusal: "IP_DENIED" };
    // The owner's roles never reach a host (rule 5).
    return { holdings: this.#opens(name, admission ? admission.roles : key.roles) };
  }

  /** What speaks against an action, and what it would newly give to somebody in this account (rule 7). */
  #reasonsAgainst(
    action: Action,
    account: OracleAccount,
    isOperator: boolean,
  ): { reasons: Refusal[]; gives: ReadonlySet<string> } {
    const reasons: Refusal[] = [];
    const because = (refusal: Refusal, holds: boolean) => void (holds && reasons.push(refusal));
    const roles = "roles" in action ? action.roles : undefined;
    const opens = (ids: readonly string[]) => this.#opens(account.name, ids);
    because("UNKNOWN_ROLE", roles?.some((role) => !this.rolesOf(account.name).has(role)) === true);
    switch (action.do) {
      case "create-role":
        because("ROLE_EXISTS", this.rolesOf(account.name).has(action.id));
        because(
          "ROLE_EXISTS",
          [...account.customRoles.values()].some((role) => role.name === `Role ${action.id}`),
        );
        return { reasons, gives: new Set() };
      case "edit-role":
      case "delete-role": {
        const before = account.customRoles.get(action.id);
        if (!before) {
          return { reasons: [this.#predefined.has(action.id) ? "ROLE_PREDEFINED" : "NOT_FOUND"], gives: new Set() };
        }
        const isInUse = this.#having(account, action.id).count > 0;
        because("ROLE_IN_USE", action.do === "delete-role" && isInUse);
        if (action.do === "delete-role") return { reasons, gives: new Set() };
        const others = [...account.customRoles].filter(([id]) => id !== action.id);
        because(
          "ROLE_EXISTS",
          others.some(([, role]) => role.name === action.name),
        );
        const added = (action.resources ?? []).filter((resource) => !before.resources.has(resource));
        return { reasons, gives: new Set(isInUse ? added : []) };
      }
      case "add-user":
        because("USER_EXISTS", account.members.has(action.person));
        // Whoever isn't new belongs to an account already: only operators can vouch for them in another.
        because("USER_ELSEWHERE", !action.isNew && !account.members.has(action.person) && !isOperator);
        return { reasons, gives: opens(action.roles) };
      case "edit-user":
      case "remove-user": {
        const before = account.members.get(action.person);
        if (!before) return { reasons: ["NOT_FOUND", ...reasons], gives: opens(roles ?? []) };
        const isOwner = before.includes("owner");
        const owners = [...account.members.values()].filter((held) => held.includes("owner"));
        because("LAST_OWNER", isOwner && roles?.includes("owner") !== true && owners.length === 1);
        return { reasons, gives: opens(without(roles ?? [], before)) };
      }
      case "invite":
      case "renew-invitation":
      case "withdraw-invitation": {
        const against = this.invitations.reasonsAgainst(action, account, this.nowMs);
        return { reasons: [...reasons, ...against.reasons], gives: opens(against.roles) };
      }
      case "generate-key":
        return { reasons, gives: opens(action.roles) };
      case "edit-key":
      case "delete-key": {
        const key = this.#live(action.key);
        if (key?.owner !== account.name) return { reasons: ["UNKNOWN_KEY", ...reasons], gives: opens(roles ?? []) };
        const { networks = key.networks, status = key.status } = action.do === "edit-key" ? action : {};
        const opensMore = status === "active" && (key.status === "inactive" || letMore(key.networks, networks));
        return { reasons, gives: opens(opensMore ? (roles ?? key.roles) : without(roles ?? [], key.roles)) };
      }
      case "look-up":
        because("UNKNOWN_KEY", this.#live(action.key) === undefined);
        return { reasons, gives: new Set() };
      case "admit": {
        // Rule 9: a deleted key answers as one that never was, also where it had been added.
        const key = this.#live(action.key);
        because("UNKNOWN_KEY", !key);
        because("OWN_KEY", key?.owner === account.name);
        because("ALREADY_ADDED", key !== undefined && account.admissions.has(action.key));
        because("INVALID_INPUT", action.expiresAtMs !== null && action.expiresAtMs <= this.nowMs);
        return { reasons, gives: opens(action.roles) };
      }
      case "edit-external-key":
      case "remove-external-key": {
        const before = account.admissions.get(action.key);
        if (!before) return { reasons: ["UNKNOWN_KEY", ...reasons], gives: opens(roles ?? []) };
        if (action.do === "remove-external-key") return { reasons, gives: new Set() };
        const { expiresAtMs, networks = before.networks, status = before.status } = action;
        because("INVALID_INPUT", typeof expiresAtMs === "number" && expiresAtMs <= this.nowMs);
        const isLonger = expiresAtMs !== undefined && endOf(expiresAtMs) > endOf(before.expiresAtMs);
        const isWider = letMore(before.networks, networks);
        const opensMore = status === "active" && (before.status === "inactive" || isLonger || isWider);
        return { reasons, gives: opens(opensMore ? (roles ?? before.roles) : without(roles ?? [], before.roles)) };
      }
      default:
        return { reasons, gives: new Set() };
    }
  }

  // --- What an action does

  /** Takes note of an action that succeeded. `made`: the key string and token, or the person's id, that the answer brought. */
  happened(asker: Asker, action: Action, made?: Made): void {
    const actor = this.actorIn(action.account, asker);
    if (action.do === "create-account") {
      const { account: name, displayName } = action;
      const lists = { customRoles: new Map(), members: new Map(), admissions: new Map(), events: [], mirrored: [] };
      this.accounts.set(name, { name, displayName, isSuspended: false, ...lists });
      return this.#record(name, actor, "account.created", name);
    }
    const account = this.accounts.get(action.account);
    if (!account) return;
    const { name } = account;
    switch (action.do) {
      case "edit-account":
        return this.#editAccount(account, actor, action);
      case "create-role":
        account.customRoles.set(action.id, { name: `Role ${action.id}`, resources: new Set(action.resources) });
        return this.#record(name, actor, "role.created", action.id);
      case "edit-role":
        return this.#editRole(account, actor, action);
      case "delete-role":
        account.customRoles.delete(action.id);
        return this.#record(name, actor, "role.deleted", action.id);
      case "add-user": {
        const person = made?.id ?? action.person;
        account.members.set(person, inOrder(action.roles));
        return this.#record(name, actor, "user.added", person);
      }
      case "edit-user": {
        const roles = inOrder(action.roles);
        if (isSame(roles, account.members.get(action.person))) return;
        account.members.set(action.person, roles);
        return this.#record(name, actor, "user.changed", action.person);
      }
      case "remove-user":
        account.members.delete(action.person);
        return this.#record(name, actor, "user.removed", action.person);
      case "generate-key": {
        const key = action.elsewhere ?? made;
        if (!key) throw new Error("the answer brought no key");
        if (this.keys.has(key.key)) throw new Error("rule 1: a key string was issued twice");
        const roles = inOrder(action.roles);
        const { networks = [] } = action;
        const kept = { ...key, owner: name, createdBy: actor, name: action.name, roles, networks } as const;
        this.keys.set(key.key, { ...kept, status: "active" });
        return this.#record(name, actor, action.elsewhere ? "key.imported" : "key.generated", key.key);
      }
      case "invite":
      case "renew-invitation":
      case "withdraw-invitation":
      case "accept-invitation": {
        const events = this.invitations.happened(asker, action, made ?? { id: "" }, this.#around());
        for (const event of events) this.#record(name, event.actor ?? actor, event.action, event.target);
        return;
      }
      case "edit-key":
        return this.#editKey(account, actor, action);
      case "delete-key": {
        const key = this.keys.get(action.key);
        if (key) key.status = "deleted";
        this.#record(name, actor, "key.deleted", action.key);
        return this.#tellHosts(account, "key.deleted", action.key);
      }
      case "admit": {
        const { expiresAtMs, networks = [] } = action;
        const admission = { name: action.name, roles: inOrder(action.roles), expiresAtMs, networks, addedBy: actor };
        account.admissions.set(action.key, { ...admission, status: "active" });
        return this.#recordAndTellOwner(account, actor, "external-key.added", action.key);
      }
      case "edit-external-key":
        return this.#editExternalKey(account, actor, action);
      case "remove-external-key":
        account.admissions.delete(action.key);
        return this.#recordAndTellOwner(account, actor, "external-key.removed", action.key);
      default:
    }
  }

  #editAccount(account: OracleAccount, actor: OracleEvent["actor"], edit: Extract<Action, { do: "edit-account" }>) {
    const wasSuspended = account.isSuspended;
    const isSuspended = edit.status === undefined ? wasSuspended : edit.status === "suspended";
    const displayName = edit.displayName ?? account.displayName;
    if (wasSuspended === isSuspended && displayName === account.displayName) return;
    Object.assign(account, { isSuspended, displayName });
    if (wasSuspended === isSuspended) return this.#record(account.name, actor, "account.changed", account.name);
    const what = isSuspended ? "account.suspended" : "account.restored";
    this.#record(account.name, actor, what, account.name);
    const own = [...this.keys.values()].filter((key) => key.owner === account.name && key.status !== "deleted");
    for (const { key } of own.toSorted((a, b) => (a.key < b.key ? -1 : 1))) this.#tellHosts(account, what, key);
  }

  #editRole(account: OracleAccount, actor: OracleEvent["actor"], edit: Extract<Action, { do: "edit-role" }>) {
    const before = account.customRoles.get(edit.id);
    if (!before) return;
    const { name = before.name } = edit;
    const resources = edit.resources ? new Set(edit.resources) : before.resources;
    const isOtherwise = resources.symmetricDifference(before.resources).size > 0;
    if (name === before.name && !isOtherwise) return;
    account.customRoles.set(edit.id, { name, resources });
    this.#record(account.name, actor, "role.changed", edit.id);
    if (!isOtherwise) return;
    // Their owners see what their keys may do here.
    for (const key of this.#having(account, edit.id).externalKeys.toSorted((a, b) => (a < b ? -1 : 1))) {
      this.#mirror(account, "external-key.changed", key, this.accounts.get(this.keys.get(key)?.owner ?? ""));
    }
  }

  #editKey(account: OracleAccount, actor: OracleEvent["actor"], edit: Extract<Action, { do: "edit-key" }>) {
    const key = this.keys.get(edit.key);
    if (!key) return;
    const { name = key.name, networks = key.networks, roles = key.roles, status = key.status } = edit;
    const isNamed = name === key.name && isSame(inOrder(roles), key.roles) && isSame(networks, key.networks);
    if (isNamed && status === key.status) return;
    const isSwitched = status !== key.status;
    Object.assign(key, { name, roles: inOrder(roles), status, networks });
    const what = isSwitched ? `key.${status === "active" ? "activated" : "deactivated"}` : "key.changed";
    this.#record(account.name, actor, what, key.key);
    if (isSwitched) this.#tellHosts(account, what, key.key);
  }

  #editExternalKey(
    account: OracleAccount,
    actor: OracleEvent["actor"],
    edit: Extract<Action, { do: "edit-external-key" }>,
  ) {
    const before = account.admissions.get(edit.key);
    if (!before) return;
    const { name = before.name, roles = before.roles, status = before.status } = edit;
    const { expiresAtMs = before.expiresAtMs, networks = before.networks } = edit;
    const after = { ...before, name, roles: inOrder(roles), status, expiresAtMs, networks };
    if (JSON.stringify(after) === JSON.stringify(before)) return;
    account.admissions.set(edit.key, after);
    this.#recordAndTellOwner(account, actor, "external-key.changed", edit.key);
  }

  // --- The logs (rule 11)

  /** As the account's log names an asker. */
  actorIn(account: string, asker: Asker): OracleEvent["actor"] {
    if (asker.kind === "person") return { kind: "user", id: asker.id, name: this.#nameOf(asker.id) };
    if (asker.kind !== "key") return { kind: "operator", id: "operator", name: "Operator" };
    const key = this.keys.get(asker.key);
    const name = this.accounts.get(account)?.admissions.get(asker.key)?.name ?? key?.name ?? "";
    return { kind: "key", id: asker.key, name, owner: key?.owner ?? "" };
  }

  #record(account: string, actor: OracleEvent["actor"], action: string, target: string, counterpart?: string): void {
    this.accounts.get(account)?.events.push({ action, actor, target, counterpart: counterpart ?? null });
  }

  #recordAndTellOwner(account: OracleAccount, actor: OracleEvent["actor"], action: string, key: string): void {
    const owner = this.keys.get(key)?.owner ?? "";
    this.#record(account.name, actor, action, key, owner);
    this.#mirror(account, action, key, this.accounts.get(owner));
  }

  #tellHosts(owner: OracleAccount, action: string, key: string): void {
    for (const host of this.hostsOf(key)) this.#mirror(owner, action, key, host);
  }

  /** Names the other account and the key, never who acted there. */
  #mirror(acting: OracleAccount, action: string, key: string, told: OracleAccount | undefined): void {
    const actor = { kind: "account", id: acting.name, name: "" };
    told?.mirrored.push({ action, actor, target: key, counterpart: acting.name });
  }
}

function refused(refusal: Refusal): Foreseen {
  return { refusals: new Set([refusal]), lacking: new Set() };
}

function endOf(expiresAtMs: number | null): number {
  return expiresAtMs ?? Number.POSITIVE_INFINITY;
}
