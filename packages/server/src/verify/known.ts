import type { AccountEntry, ExternalKeyEntry, KeyEntry, TokenEntry } from "../domain/directory-entry.ts";
import { compareCodeUnits } from "../domain/text.ts";
import { type DigestText, digestText } from "../domain/token.ts";

// What verification knows of a key and of an admission. A directory holds them by the million: no field more than a decision
// needs, and what many have in common once.

/** What an owner says of a key, apart from its name. */
type Standing = Pick<KeyEntry, "owner" | "requestsPerMinute" | "roles" | "status">;

/** What a host says of a key, apart from its name and end. */
type Terms = Pick<ExternalKeyEntry, "account" | "requestsPerMinute" | "roles" | "status">;

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
  readonly #standings = new Map<string, Standing>();
  readonly #terms = new Map<string, Terms>();

  key(entry: KeyEntry): KnownKey {
    return new KnownKey(entry, this.#standing(entry));
  }

  admission(entry: ExternalKeyEntry): KnownAdmission {
    return new KnownAdmission(entry, this.#termsOf(entry));
  }

  /** Adds to a key of a directory that is being filled. */
  addToken(known: KnownKey, entry: TokenEntry): void {
    known[entry.state] = knownToken(entry);
  }

  /** Adds to a key of a directory that is being filled. */
  addRole(known: KnownKey, role: string): void {
    known.standing = this.#standing({ ...known.standing, roles: withRole(known.roles, role) });
  }

  /** Adds to an admission of a directory that is being filled. */
  addRoleOfHost(known: KnownAdmission, role: string): void {
    known.terms = this.#termsOf({ ...known.terms, roles: withRole(known.roles, role) });
  }

  #standing({ owner, requestsPerMinute, roles, status }: Standing): Standing {
    // A space stands in none of them.
    const name = `${owner} ${status} ${requestsPerMinute} ${roles.join(" ")}`;
    let standing = this.#standings.get(name);
    if (!standing) this.#standings.set(name, (standing = { owner, requestsPerMinute, roles, status }));
    return standing;
  }

  #termsOf({ account, requestsPerMinute, roles, status }: Terms): Terms {
    const name = `${account} ${status} ${requestsPerMinute} ${roles.join(" ")}`;
    let terms = this.#terms.get(name);
    if (!terms) this.#terms.set(name, (terms = { account, requestsPerMinute, roles, status }));
    return terms;
  }
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
