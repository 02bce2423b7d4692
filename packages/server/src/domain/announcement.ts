import type { AuditAction } from "./audit-event.ts";

/**
 * A change that concerns other accounts, as it stands in the outbox until each of their logs has its mirrored event
 * (rule 11). It names the acting account and the key, never that side's users, roles, names or networks.
 */
export interface Announcement {
  readonly action: AuditAction;
  /** The account in which it was done. */
  readonly actingAccount: string;
  /** Whose logs are to hear of it, and about which key. */
  readonly recipients: readonly Recipient[];
}

export interface Recipient {
  readonly account: string;
  /** The key it is about. */
  readonly key: string;
}
