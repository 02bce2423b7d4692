import type { AccountEntry, ExternalKeyEntry, KeyEntry, TokenEntry } from "../domain/directory-entry.ts";
import { addressesIn } from "../domain/network.ts";
import { compareCodeUnits } from "../domain/text.ts";
import { type DigestText, digestText } from "../domain/token.ts";

// What verification knows of a key and of an admission. A directory holds them by the million: no field more than a decision
// needs, and what many have in common once.

/** Whether somebody lets a key be used from an address; no address: one that isn't known. */
type AllowsAddress = (address: string | undefined) => boolean;

interface Bound {
  /** `undefined`: from anywhere. */
  readonly allowsAddress: AllowsAddress | undefined;
}

/** What an owner says of a key, apart from its name. */
type Standing = Bound & Pick<KeyEntry, "owner" | "requestsPerMinute" | "roles" | "status">;

/** What a host says of a key, apart from its name and end. */
type Terms = Bound & Pick<ExternalKeyEntry, "account" | "requestsPerMinute" | "roles" | "status">;

/** What isn't `readonly` changes while a directory is filled, before anybody decides by it, and never after. */
export class KnownKey implements Standing {
  readonly key: string;
  readonly name: string;
  standing: Standing;
  current: KnownToken | undefined;
  /** The second token while a renewal is open (rule 3). */
  renewed: KnownToken | undefined;

  constructor({ key, name, tokens }: Pick<KeyEntry, "key" | "name" | "tokens">, standing: Standing) {
    this.key = key;
    this.name = name;
    this.standing = standing;
    this.current = knownToken(tokens.find(({ state }) => state === "current"));
    this.renewed = knownToken(tokens.find(({ state }) => state === "renewed"));
  }

  get allowsAddress(): AllowsAddress | undefined {
    return this.standing.allowsAddress;
  }

  get owner(): string {
    return this.standing.owner;
  }

  get requestsPerMinute(): number | null {
    return this.standing.requestsPerMinute;
  }

  get roles(): readonly string[] {
    return this.standing.roles;
  }

  get status(): KeyEntry["status"] {
    return this.standing.status;
  }
}

export interface KnownToken extends Pick<TokenEntry, "createdAtMs" | "expiresAtMs" | "id"> {
  readonly digest: DigestText;
}

/** As with a key, its terms change while a directory is filled. */
export class KnownAdmission implements Terms {
  readonly name: string;
  readonly expiresAtMs: number | null;
  terms: Terms;

  constructor({ expiresAtMs, name }: Pick<ExternalKeyEntry, "expiresAtMs" | "name">, terms: Terms) {
    this.name = name;
    this.expiresAtMs = expiresAtMs;
    this.terms = terms;
  }

  /** The host. */
  get account(): string {
    return this.terms.account;
  }

  get allowsAddress(): AllowsAddress | undefined {
    return this.terms.allowsAddress;
  }

  get requestsPerMinute(): number | null {
    return this.terms.requestsPerMinute;
  }

  get roles(): readonly string[] {
    return this.terms.roles;
  }

  get status(): ExternalKeyEntry["status"] {
    return this.terms.status;
  }
}

export type KnownAccount = Pick<AccountEntry, "status" | "tokenLifetimeMonths">;

/** Makes what is known from entries. Each entry comes from the database with copies of its own of what others say too. */
export class Acquaintance {
  readonly #standings = new Shared<Standing>();
  readonly #terms = new Shared<Terms>();

  key(entry: KeyEntry): KnownKey {
    return new KnownKey(entry, this.#standing(entry, allowing(entry)));
  }

  admission(entry: ExternalKeyEntry): KnownAdmission {
    return new KnownAdmission(entry, this.#termsOf(entry, allowing(entry)));
  }

  /** Adds to a key of a directory that is being filled. */
  addToken(known: KnownKey, entry: TokenEntry): void {
    known[entry.state] = knownToken(entry);
  }

  /** Adds to a key of a directory that is being filled. */
  addRole(known: KnownKey, role: string): void {
    const { standing } = known;
    known.standing = this.#standing({ ...standing, roles: withRole(known.roles, role) }, standing.allowsAddress);
  }

  /** Adds to an admission of a directory that is being filled. */
  addRoleOfHost(known: KnownAdmission, role: string): void {
    const { terms } = known;
    known.terms = this.#termsOf({ ...terms, roles: withRole(known.roles, role) }, terms.allowsAddress);
  }

  /** Networks are a key's own: what says them is shared by nobody, and gone with it. */
  #standing(said: Omit<Standing, keyof Bound>, allowsAddress: AllowsAddress | undefined): Standing {
    const { owner, requestsPerMinute, roles, status } = said;
    if (allowsAddress) return { owner, requestsPerMinute, roles, status, allowsAddress };
    // A space stands in none of them.
    const name = `${owner} ${status} ${requestsPerMinute} ${roles.join(" ")}`;
    return this.#standings.take(name, () => ({ owner, requestsPerMinute, roles, status, allowsAddress }));
  }

  #termsOf(said: Omit<Terms, keyof Bound>, allowsAddress: AllowsAddress | undefined): Terms {
    const { account, requestsPerMinute, roles, status } = said;
    if (allowsAddress) return { account, requestsPerMinute, roles, status, allowsAddress };
    const name = `${account} ${status} ${requestsPerMinute} ${roles.join(" ")}`;
    return this.#terms.take(name, () => ({ account, requestsPerMinute, roles, status, allowsAddress }));
  }
}

/** How many different things are kept to be shared: more than installations have combinations of roles and limits. */
const SHARED_MOST = 10_000;

/** What many say alike, once. Where it has become too much, it begins anew: what nobody says any more mustn't be kept for ever. */
class Shared<Said> {
  readonly #byName = new Map<string, Said>();

  take(name: string, make: () => Said): Said {
    let said = this.#byName.get(name);
    if (said !== undefined) return said;
    if (this.#byName.size >= SHARED_MOST) this.#byName.clear();
    this.#byName.set(name, (said = make()));
    return said;
  }
}

function allowing({ allowedNetworks }: Pick<KeyEntry, "allowedNetworks">): AllowsAddress | undefined {
  return allowedNetworks.length === 0 ? undefined : addressesIn(allowedNetworks);
}

/** In order, as entries have them. */
function withRole(roles: readonly string[], role: string): string[] {
  return [...roles, role].toSorted(compareCodeUnits);
}

function knownToken(entry: TokenEntry | undefined): KnownToken | undefined {
  if (!entry) return undefined;
  const { createdAtMs, digest, expiresAtMs, id } = entry;
  return { id, digest: digestText(digest), createdAtMs, expiresAtMs };
}
