// What the oracle keeps and answers, and what of the contract it knows by heart.

import type { KeySwitch } from "./test-actions.ts";

/** Predefined roles of the tests' catalog, and `owner`, which holds everything. */
export type RoleBook = ReadonlyMap<string, ReadonlySet<string>>;

/** HTTP statuses of refusals, as openapi.json gives them. */
export const STATUS_OF = {
  UNAUTHENTICATED: 401,
  SIGN_IN_NEEDED: 401,
  FORBIDDEN: 403,
  ROLE_NOT_HELD: 403,
  ACCOUNT_SUSPENDED: 403,
  OWNER_SUSPENDED: 403,
  KEY_INACTIVE: 403,
  EXTERNAL_KEY_INACTIVE: 403,
  EXTERNAL_KEY_EXPIRED: 403,
  IP_DENIED: 403,
  UNKNOWN_ACCOUNT: 404,
  UNKNOWN_INVITATION: 404,
  UNKNOWN_KEY: 404,
  NOT_FOUND: 404,
  ACCOUNT_EXISTS: 409,
  ALREADY_ADDED: 409,
  INVITATION_EXISTS: 409,
  INVITATION_NOT_BACKED: 409,
  LAST_OWNER: 409,
  ROLE_EXISTS: 409,
  ROLE_IN_USE: 409,
  ROLE_PREDEFINED: 409,
  USER_ELSEWHERE: 409,
  USER_EXISTS: 409,
  INVITATION_EXPIRED: 410,
  INVITATION_USED: 410,
  INVITATION_VOID: 410,
  INVALID_INPUT: 422,
  OWN_KEY: 422,
  UNKNOWN_ROLE: 422,
} as const;

export type Refusal = keyof typeof STATUS_OF;

/**
 * Why an action is refused. Where several reasons hold at once the contract doesn't say which is given, and any will do;
 * an empty set is success.
 */
export interface Foreseen {
  readonly refusals: ReadonlySet<Refusal>;
  /** With `FORBIDDEN`: the permission that is missing; with `ROLE_NOT_HELD`: one of those that the asker lacks. */
  readonly lacking: ReadonlySet<string>;
}

export interface OracleEvent {
  readonly action: string;
  readonly actor: { readonly kind: string; readonly id: string; readonly name: string; readonly owner?: string };
  readonly target: string;
  readonly counterpart: string | null;
}

export interface OracleAdmission {
  name: string;
  roles: readonly string[];
  status: KeySwitch;
  expiresAtMs: number | null;
  networks: readonly string[];
  readonly addedBy: OracleEvent["actor"];
}

export interface OracleRole {
  name: string;
  resources: ReadonlySet<string>;
}

export interface OracleAccount {
  readonly name: string;
  displayName: string;
  isSuspended: boolean;
  /** Roles of its own, beside the predefined ones. */
  readonly customRoles: Map<string, OracleRole>;
  /** Roles of its users, by person. */
  readonly members: Map<string, readonly string[]>;
  /** By key string. */
  readonly admissions: Map<string, OracleAdmission>;
  /** What was done in it, in order. */
  readonly events: OracleEvent[];
  /** What it was told of others, in order. By which name it knew them isn't foreseen: that may change meanwhile. */
  readonly mirrored: OracleEvent[];
}

export interface OracleKey {
  readonly key: string;
  readonly token: string;
  readonly owner: string;
  readonly createdBy: OracleEvent["actor"];
  name: string;
  roles: readonly string[];
  status: KeySwitch | "deleted";
  networks: readonly string[];
}

/** Everything that a caller may be told about a verification. */
export type OracleDecision = { readonly valid: boolean; readonly code: string } & Partial<{
  readonly account: string;
  readonly key: string;
  readonly owner: string;
  readonly external: boolean;
  readonly name: string;
  readonly roles: readonly string[];
  readonly networksSetBy: "owner" | "host";
}>;

/** The permission that each action asks for in its account. */
export const NEEDED = {
  "create-role": "account.edit-roles",
  "edit-role": "account.edit-roles",
  "delete-role": "account.edit-roles",
  "add-user": "account.edit-users",
  "edit-user": "account.edit-users",
  "remove-user": "account.edit-users",
  invite: "account.edit-users",
  "renew-invitation": "account.edit-users",
  "withdraw-invitation": "account.edit-users",
  "generate-key": "account.edit-api-keys",
  "edit-key": "account.edit-api-keys",
  "delete-key": "account.edit-api-keys",
  "look-up": "account.edit-api-keys",
  admit: "account.edit-api-keys",
  "edit-external-key": "account.edit-api-keys",
  "remove-external-key": "account.edit-api-keys",
  verify: "account.verify-api-keys",
} as const;

export function without(roles: readonly string[], already: readonly string[]): string[] {
  return roles.filter((role) => !already.includes(role));
}

export function inOrder(roles: readonly string[]): string[] {
  return [...new Set(roles)].toSorted((a, b) => (a < b ? -1 : 1));
}

export function isSame(roles: readonly string[], others: readonly string[] | undefined): boolean {
  return roles.join() === others?.join();
}
