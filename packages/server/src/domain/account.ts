/** A tenant. `name` is a slug and its identity: it never changes and stands in every key string of the account. */
export interface Account {
  readonly name: string;
  readonly displayName: string;
  readonly status: AccountStatus;
  readonly createdAtMs: number;
}

export type AccountStatus = "active" | "suspended";

/** The owner of a key as other accounts see it. */
export interface AccountLabel {
  readonly account: string;
  readonly displayName: string;
}

/** Whose log holds what concerns no single account: the catalog, service keys. No account can have this name. */
export const PLATFORM = "(platform)";

/** A slug: lower-case letters, digits and single hyphens, beginning with a letter, 2 to 40 characters. */
export const ACCOUNT_NAME_PATTERN = /^(?=.{2,40}$)[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;
