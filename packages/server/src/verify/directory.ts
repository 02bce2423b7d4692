import { isImportedKeyForm } from "@latchkey/sdk/credential-format";
import type { AccountStatus } from "../domain/account.ts";
import { type EffectiveCatalog, effectiveCatalog } from "../domain/catalog.ts";
import type { FeedPosition } from "../domain/change.ts";
import type { DirectoryEntry, DirectoryPart, ServiceKeyEntry } from "../domain/directory-entry.ts";
import { type DigestText, digestText } from "../domain/token.ts";
import { Admissions } from "./admissions.ts";
import { Acquaintance, type KnownAccount, type KnownAdmission, type KnownKey } from "./known.ts";

/**
 * Everything that verification has to know, in memory. It is complete: what isn't here doesn't exist, and nobody has to be
 * asked. Filled at start, then changed only by the change feed.
 */
export class Directory {
  #position: FeedPosition | undefined;
  #catalog: EffectiveCatalog = effectiveCatalog(undefined);
  #predefinedRoles = resourceSets(this.#catalog);
  #accounts = new Map<string, KnownAccount>();
  /** Custom roles, by account and id. */
  #roles = new Map<string, Map<string, ReadonlySet<string>>>();
  #keys = new Map<string, KnownKey>();
  #importedKeyCount = 0;
  /** By key, then by host: an admission outlives the key in the host's list. */
  #admissions = new Admissions();
  #serviceKeys = new Map<string, ServiceKeyEntry>();
  #serviceKeyIds = new Map<DigestText, string>();
  #acquaintance = new Acquaintance();

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

  get keyCount(): number {
    return this.#keys.size;
  }

  /** Keys whose strings were made elsewhere. */
  get importedKeyCount(): number {
    return this.#importedKeyCount;
  }

  /** Admissions of all hosts. */
  get externalKeyCount(): number {
    return this.#admissions.size;
  }

  key(key: string): KnownKey | undefined {
    return this.#keys.get(key);
  }

  admission(key: string, host: string): KnownAdmission | undefined {
    return this.#admissions.get(key, host);
  }

  /** Names of the accounts that admitted a key. */
  hostsOf(key: string): string[] {
    return this.#admissions.hostsOf(key);
  }

  /** The service key with a digest. */
  serviceKey(digest: DigestText): ServiceKeyEntry | undefined {
    const id = this.#serviceKeyIds.get(digest);
    return id === undefined ? undefined : this.#serviceKeys.get(id);
  }

  /** Whether a service key is still as it was found. */
  stillHasServiceKey(found: ServiceKeyEntry): boolean {
    return this.#serviceKeys.get(found.id) === found;
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

  /** Takes a batch of a full read, into a directory that nobody decides by yet. */
  fillWith(batch: readonly (DirectoryEntry | DirectoryPart)[]): void {
    for (const piece of batch) this.#fillOne(piece);
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
    this.#importedKeyCount = other.#importedKeyCount;
    this.#admissions = other.#admissions;
    this.#serviceKeys = other.#serviceKeys;
    this.#serviceKeyIds = other.#serviceKeyIds;
    this.#acquaintance = other.#acquaintance;
  }

  #setCatalog(catalog: EffectiveCatalog): void {
    this.#catalog = catalog;
    this.#predefinedRoles = resourceSets(catalog);
  }

  #fillOne(piece: DirectoryEntry | DirectoryPart): void {
    switch (piece.kind) {
      case "key-token": {
        const known = this.#keys.get(piece.key);
        if (known) this.#acquaintance.addToken(known, piece.token);
        return;
      }
      case "key-role": {
        const known = this.#keys.get(piece.key);
        if (known) this.#acquaintance.addRole(known, piece.role);
        return;
      }
      case "external-key-role": {
        const known = this.#admissions.get(piece.key, piece.account);
        if (known) this.#acquaintance.addRoleOfHost(known, piece.role);
        return;
      }
      default:
        this.#applyOne(piece);
    }
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
        if (isImportedKeyForm(entry.key) && !this.#keys.has(entry.key)) this.#importedKeyCount++;
        this.#keys.set(entry.key, this.#acquaintance.key(entry));
        return;
      case "external-key":
        // By the key's own copy of its string, where it is there.
        this.#admissions.set(this.#keys.get(entry.key)?.key ?? entry.key, this.#acquaintance.admission(entry));
        return;
      case "service-key":
        // Together with the digest that it had before, which mustn't open anything any more.
        this.#remove(entry);
        this.#serviceKeys.set(entry.id, entry);
        this.#serviceKeyIds.set(digestText(entry.digest), entry.id);
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
        if (this.#keys.delete(what.key) && isImportedKeyForm(what.key)) this.#importedKeyCount--;
        return;
      case "external-key":
        this.#admissions.delete(what.key, what.account);
        return;
      case "service-key": {
        const gone = this.#serviceKeys.get(what.id);
        if (!gone) return;
        this.#serviceKeys.delete(what.id);
        this.#serviceKeyIds.delete(digestText(gone.digest));
      }
    }
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
