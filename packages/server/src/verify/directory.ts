import type { AccountStatus } from "../domain/account.ts";
import { type EffectiveCatalog, effectiveCatalog } from "../domain/catalog.ts";
import type { FeedPosition } from "../domain/change.ts";
import type {
  AccountEntry,
  DirectoryEntry,
  ExternalKeyEntry,
  KeyEntry,
  ServiceKeyEntry,
} from "../domain/directory-entry.ts";

/**
 * Everything that verification has to know, in memory. It is complete: what isn't here doesn't exist, and nobody has to be
 * asked. Filled at start, then changed only by the change feed.
 */
export class Directory {
  #position: FeedPosition | undefined;
  #catalog: EffectiveCatalog = effectiveCatalog(undefined);
  #predefinedRoles = resourceSets(this.#catalog);
  #accounts = new Map<string, AccountEntry>();
  /** Custom roles, by account and id. */
  #roles = new Map<string, Map<string, ReadonlySet<string>>>();
  #keys = new Map<string, KeyEntry>();
  /** By key, then by host: an admission outlives the key in the host's list. */
  #admissions = new Map<string, Map<string, ExternalKeyEntry>>();
  #serviceKeys = new Map<string, ServiceKeyEntry>();
  #serviceKeyIds = new Map<string, string>();
  #shared = new SharedValues();

  /** Up to which revision of which history this directory is filled; `undefined` before its first full read. */
  get position(): FeedPosition | undefined {
    return this.#position;
  }

  get catalog(): EffectiveCatalog {
    return this.#catalog;
  }

  accountStatus(account: string): AccountStatus | undefined {
    return this.#accounts.get(account)?.status;
  }

  /** The age at which the tokens of an account's keys stop working, in calendar months, or `null` where they don't. */
  tokenLifetimeMonths(account: string): number | null {
    return this.#accounts.get(account)?.tokenLifetimeMonths ?? null;
  }

  key(key: string): KeyEntry | undefined {
    return this.#keys.get(key);
  }

  admission(key: string, host: string): ExternalKeyEntry | undefined {
    return this.#admissions.get(key)?.get(host);
  }

  /** Names of the accounts that admitted a key. */
  hostsOf(key: string): string[] {
    return [...(this.#admissions.get(key)?.keys() ?? [])];
  }

  /** The service key with a digest, which is given in hex. */
  serviceKey(digestHex: string): ServiceKeyEntry | undefined {
    const id = this.#serviceKeyIds.get(digestHex);
    return id === undefined ? undefined : this.#serviceKeys.get(id);
  }

  hasServiceKey(id: string): boolean {
    return this.#serviceKeys.has(id);
  }

  /** What a role opens in an account: nothing where there is no such role. */
  resourcesOfRole(account: string, role: string): ReadonlySet<string> {
    return this.#predefinedRoles.get(role) ?? this.#roles.get(account)?.get(role) ?? NO_RESOURCES;
  }

  /** What several roles open together (rule 5). */
  resourcesOfRoles(account: string, roles: readonly string[]): Set<string> {
    const resources = new Set<string>();
    for (const role of roles) for (const resource of this.resourcesOfRole(account, role)) resources.add(resource);
    return resources;
  }

  /** Whether one of several roles opens a resource. No role holds one that the catalog doesn't have. */
  opens(account: string, roles: readonly string[], resource: string): boolean {
    return roles.some((role) => this.resourcesOfRole(account, role).has(resource));
  }

  /** Takes what the database says now. In any order, and more than once, with the same outcome. */
  apply(entries: readonly DirectoryEntry[]): void {
    for (const entry of entries) this.#applyOne(entry);
  }

  /** From now on this directory stands at a position. */
  moveTo(position: FeedPosition): void {
    this.#position = position;
  }

  /** Takes over everything that another directory knows, at once: what a full read has filled. */
  become(other: Directory): void {
    this.#position = other.#position;
    this.#setCatalog(other.#catalog);
    this.#accounts = other.#accounts;
    this.#roles = other.#roles;
    this.#keys = other.#keys;
    this.#admissions = other.#admissions;
    this.#serviceKeys = other.#serviceKeys;
    this.#serviceKeyIds = other.#serviceKeyIds;
    this.#shared = other.#shared;
  }

  #setCatalog(catalog: EffectiveCatalog): void {
    this.#catalog = catalog;
    this.#predefinedRoles = resourceSets(catalog);
  }

  #applyOne(entry: DirectoryEntry): void {
    switch (entry.kind) {
      case "account":
        this.#accounts.set(entry.account, entry);
        return;
      case "catalog":
        this.#setCatalog(effectiveCatalog(entry.catalog));
        return;
      case "role":
        mapIn(this.#roles, entry.account).set(entry.role, new Set(entry.resources));
        return;
      case "key":
        this.#keys.set(entry.key, this.#shared.inKey(entry));
        return;
      case "external-key":
        mapIn(this.#admissions, entry.key).set(entry.account, this.#shared.inExternalKey(entry));
        return;
      case "service-key":
        // Together with the digest that it had before, which mustn't open anything any more.
        this.#remove(entry);
        this.#serviceKeys.set(entry.id, entry);
        this.#serviceKeyIds.set(toHex(entry.digest.bytes), entry.id);
        return;
      case "gone":
        this.#remove(entry.what);
    }
  }

  #remove(what: Extract<DirectoryEntry, { kind: "gone" }>["what"]): void {
    switch (what.kind) {
      case "account":
        this.#accounts.delete(what.account);
        return;
      case "catalog":
        this.#setCatalog(effectiveCatalog(undefined));
        return;
      case "role":
        this.#roles.get(what.account)?.delete(what.role);
        return;
      case "key":
        this.#keys.delete(what.key);
        return;
      case "external-key": {
        const hosts = this.#admissions.get(what.key);
        hosts?.delete(what.account);
        if (hosts?.size === 0) this.#admissions.delete(what.key);
        return;
      }
      case "service-key": {
        const gone = this.#serviceKeys.get(what.id);
        if (!gone) return;
        this.#serviceKeys.delete(what.id);
        this.#serviceKeyIds.delete(toHex(gone.digest.bytes));
      }
    }
  }
}

/**
 * What many entries have in common, kept once: each entry comes from the database with copies of its own, which for a million
 * keys are hundreds of megabytes.
 */
class SharedValues {
  readonly #texts = new Map<string, string>();
  readonly #lists = new Map<string, readonly string[]>();

  inKey(entry: KeyEntry): KeyEntry {
    return {
      ...entry,
      owner: this.#text(entry.owner),
      status: this.#text(entry.status),
      roles: this.#list(entry.roles),
      tokens: entry.tokens.map((token) => ({
        ...token,
        state: this.#text(token.state),
        // Small buffers are stretches of a large one, where each array of bytes has memory of its own.
        digest: { bytes: Buffer.from(token.digest.bytes), secretId: this.#text(token.digest.secretId) },
      })),
    };
  }

  inExternalKey(entry: ExternalKeyEntry): ExternalKeyEntry {
    const { account, roles, status } = entry;
    return { ...entry, account: this.#text(account), status: this.#text(status), roles: this.#list(roles) };
  }

  #text<Text extends string>(text: Text): Text {
    const known = this.#texts.get(text);
    if (known === undefined) this.#texts.set(text, text);
    return (known ?? text) as Text;
  }

  #list(texts: readonly string[]): readonly string[] {
    // No role's id has a space.
    const name = texts.join(" ");
    const known = this.#lists.get(name);
    if (known === undefined) this.#lists.set(name, texts);
    return known ?? texts;
  }
}

const NO_RESOURCES: ReadonlySet<string> = new Set();

function resourceSets({ predefinedRoles }: EffectiveCatalog): Map<string, ReadonlySet<string>> {
  return new Map([...predefinedRoles].map(([id, role]) => [id, new Set(role.resources)]));
}

function mapIn<Value>(maps: Map<string, Map<string, Value>>, name: string): Map<string, Value> {
  let map = maps.get(name);
  if (!map) maps.set(name, (map = new Map<string, Value>()));
  return map;
}

function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}
