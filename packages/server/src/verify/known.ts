import type { AccountEntry, ExternalKeyEntry, KeyEntry, TokenEntry } from "../domain/directory-entry.ts";
import { addressesIn } from "../domain/network.ts";
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

export class KnownKey implements Standing {
  readonly key: string;
  readonly name: string;
  readonly standing: Standing;
  readonly current: KnownToken | undefined;
  /** The second token while a renewal is open (rule 3). */
  readonly renewed: KnownToken | undefined;

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

export class KnownAdmission implements Terms {
  readonly name: string;
  readonly expiresAtMs: number | null;
  readonly terms: Terms;

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
  readonly #standings = new Map<string, Standing>();
  readonly #terms = new Map<string, Terms>();

  key(entry: KeyEntry): KnownKey {
    const { owner, requestsPerMinute, roles, status } = entry;
    const said = { owner, requestsPerMinute, roles, status };
    const allowsAddress = allowing(entry);
    if (allowsAddress) return new KnownKey(entry, { ...said, allowsAddress });
    // A space stands in none of them.
    const name = `${owner} ${status} ${requestsPerMinute} ${roles.join(" ")}`;
    let standing = this.#standings.get(name);
    if (!standing) this.#standings.set(name, (standing = { ...said, allowsAddress }));
    return new KnownKey(entry, standing);
  }

  admission(entry: ExternalKeyEntry): KnownAdmission {
    const { account, requestsPerMinute, roles, status } = entry;
    const said = { account, requestsPerMinute, roles, status };
    const allowsAddress = allowing(entry);
    if (allowsAddress) return new KnownAdmission(entry, { ...said, allowsAddress });
    const name = `${account} ${status} ${requestsPerMinute} ${roles.join(" ")}`;
    let terms = this.#terms.get(name);
    if (!terms) this.#terms.set(name, (terms = { ...said, allowsAddress }));
    return new KnownAdmission(entry, terms);
  }
}

/** Networks are a key's own: what says them is shared by nobody, and gone with it. */
function allowing({ allowedNetworks }: Pick<KeyEntry, "allowedNetworks">): AllowsAddress | undefined {
  return allowedNetworks.length === 0 ? undefined : addressesIn(allowedNetworks);
}

function knownToken(entry: TokenEntry | undefined): KnownToken | undefined {
  if (!entry) return undefined;
  const { createdAtMs, digest, expiresAtMs, id } = entry;
  return { id, digest: digestText(digest), createdAtMs, expiresAtMs };
}
