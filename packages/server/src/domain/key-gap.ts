import type { AccountLabel } from "./account.ts";

/** A key that is used in an account, its owner's or a host's, and that no role there opens a resource to. */
export interface KeyGap {
  /** The account in which it is used. */
  readonly account: AccountLabel;
  readonly key: string;
  readonly owner: AccountLabel;
  /** The account's own name for it. */
  readonly name: string;
  /** Ids of the roles that it has there, in order. */
  readonly roles: readonly string[];
  /** Whether it opens the account now. */
  readonly isActive: boolean;
  /** How often it was allowed what was asked about. */
  readonly uses: number;
  /** The last day on which it was, as days since 1970. */
  readonly lastDay: number;
}
