import type { AccountStatus } from "./account.ts";
import type { Catalog } from "./catalog.ts";
import type { Change } from "./change.ts";
import type { KeyStatus } from "./key.ts";
import type { SecretDigest, TokenState } from "./token.ts";

/**
 * One thing that verification has to know, whole, as it is in the database. The directory is filled from these and, when
 * the change feed names a thing, from its entry read again.
 */
export type DirectoryEntry =
  AccountEntry | CatalogEntry | RoleEntry | KeyEntry | ExternalKeyEntry | ServiceKeyEntry | GoneEntry;

export interface AccountEntry {
  readonly kind: "account";
  readonly account: string;
  readonly status: AccountStatus;
  /** The age at which the tokens of its keys stop working, in calendar months, or `null` where they don't. */
  readonly tokenLifetimeMonths: number | null;
}

export interface CatalogEntry {
  readonly kind: "catalog";
  /** `undefined` where the platform has supplied none. */
  readonly catalog: Catalog | undefined;
}

/** A custom role; predefined ones come with the catalog. */
export interface RoleEntry {
  readonly kind: "role";
  readonly account: string;
  readonly role: string;
  readonly resources: readonly string[];
}

/** A key that isn't deleted. */
export interface KeyEntry {
  readonly kind: "key";
  readonly key: string;
  readonly owner: string;
  readonly name: string;
  readonly status: Exclude<KeyStatus, "deleted">;
  readonly roles: readonly string[];
  readonly tokens: readonly TokenEntry[];
  /** `null`: any number. */
  readonly requestsPerMinute: number | null;
  /** Where it may be used from; empty: from anywhere. */
  readonly allowedNetworks: readonly string[];
}

export interface TokenEntry {
  readonly id: string;
  readonly state: TokenState;
  readonly digest: SecretDigest;
  readonly createdAtMs: number;
  readonly expiresAtMs: number | null;
}

export interface ExternalKeyEntry {
  readonly kind: "external-key";
  /** The host. */
  readonly account: string;
  readonly key: string;
  readonly name: string;
  readonly status: "active" | "inactive";
  readonly expiresAtMs: number | null;
  readonly roles: readonly string[];
  /** `null`: any number. */
  readonly requestsPerMinute: number | null;
  /** Where it may be used from; empty: from anywhere. */
  readonly allowedNetworks: readonly string[];
}

export interface ServiceKeyEntry {
  readonly kind: "service-key";
  readonly id: string;
  readonly name: string;
  readonly digest: SecretDigest;
}

/**
 * What a full read says of keys and admissions by and by, each after the thing itself: it goes through tables one after another, as
 * they lie, where what belongs together would have to be sought.
 */
export type DirectoryPart =
  | { readonly kind: "key-token"; readonly key: string; readonly token: TokenEntry }
  | { readonly kind: "key-role"; readonly key: string; readonly role: string }
  /** `account`: the host. */
  | { readonly kind: "external-key-role"; readonly account: string; readonly key: string; readonly role: string };

/** What a change named is no longer there. */
export interface GoneEntry {
  readonly kind: "gone";
  readonly what: Change;
}
