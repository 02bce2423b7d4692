/**
 * What a revision of the change feed says: something that verification reads has changed, and a follower must read it
 * again. It names the thing and never carries its state, so that applying one late or twice does no harm.
 */
export type Change =
  | { readonly kind: "account"; readonly account: string }
  | { readonly kind: "key"; readonly key: string }
  | { readonly kind: "external-key"; readonly account: string; readonly key: string }
  | { readonly kind: "role"; readonly account: string; readonly role: string }
  | { readonly kind: "catalog" }
  | { readonly kind: "service-key"; readonly id: string };

/** Where a follower stands. Another epoch means another history: a restored backup, to be read from the start. */
export interface FeedPosition {
  readonly epoch: string;
  readonly revision: number;
}

/** One committed revision. */
export interface Revision {
  readonly revision: number;
  /**
   * The wall clock of the node that wrote it, in milliseconds since 1970, or the time of the revision before where that is
   * later: time can't be turned back behind it (rule 15).
   */
  readonly atMs: number;
  readonly changes: readonly Change[];
}

/** Something with the newest revision that changed it. */
export type DatedChange = Change & { readonly revision: number };

/** What is known to have changed behind a revision of a history: what a restore of a backup of that revision must distrust. */
export interface KnownChanges {
  readonly epoch: string;
  readonly after: number;
  /** The newest revision that is known. */
  readonly through: number;
  /** Whether nothing between the two is missing. */
  readonly complete: boolean;
  /** Each thing once. */
  readonly changes: readonly DatedChange[];
}
