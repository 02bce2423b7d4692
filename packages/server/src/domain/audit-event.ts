import type { Actor } from "./actor.ts";
import { compareCodeUnits } from "./text.ts";

/** Everything that an audit event can say was done. */
export type AuditAction =
  | "account.created"
  | "account.changed"
  | "account.suspended"
  | "account.restored"
  | "catalog.replaced"
  | "installation.restored"
  | "keys.quarantined"
  | "service-key.generated"
  | "service-key.deleted"
  | "role.created"
  | "role.changed"
  | "role.deleted"
  | "user.added"
  | "user.changed"
  | "user.removed"
  | "user.password-changed"
  | "user.password-reset-begun"
  | "user.password-reset"
  | "user.two-factor-started"
  | "user.two-factor-enabled"
  | "user.two-factor-disabled"
  | "user.recovery-codes-replaced"
  | "user.recovery-code-used"
  | "user.sessions-ended"
  | "user.linked"
  | "user.sign-in-cleared"
  | "invitation.created"
  | "invitation.renewed"
  | "invitation.withdrawn"
  | "invitation.voided"
  | "invitation.accepted"
  | "operator.added"
  | "operator.removed"
  | "key.generated"
  | "key.imported"
  | "key.changed"
  | "key.deactivated"
  | "key.activated"
  | "key.deleted"
  | "key.renewed"
  | "key.renewal-completed"
  | "key.renewal-undone"
  | "token-link.changed"
  | "token-link.opened"
  | "token-link.reopened"
  | "token-link.voided"
  | "token-link.expired"
  | "settings.changed"
  | "token.expiring"
  | "token.expired"
  | "token.renewal-recommended"
  | "token.renewal-overdue"
  | "external-key.added"
  | "external-key.changed"
  | "external-key.removed"
  | "webhook.created"
  | "webhook.changed"
  | "webhook.deleted"
  | "webhook.secret-rotated"
  | "webhook.tested"
  | "webhook.replayed"
  | "webhook.disabled";

/** The fields that an event compares. Values are what a person would recognise: names, ids, statuses; never a secret. */
export type AuditFields = Readonly<Record<string, string | number | boolean | null | readonly string[]>>;

/** One entry of an account's log, before it gets its place there. */
export interface AuditEvent {
  /** Whose log. */
  readonly account: string;
  readonly actor: Actor;
  readonly action: AuditAction;
  /** What it was done to, such as a key string. */
  readonly target: string;
  /** The other account, where the thing lies between two. */
  readonly counterpart?: string;
  readonly before?: AuditFields;
  readonly after?: AuditFields;
}

/** An entry with its place in the log and its link in the chain. */
export interface StoredAuditEvent extends AuditEvent {
  /** 1 for the first event of an account, then one more for each. */
  readonly sequence: number;
  readonly atMs: number;
  readonly requestId: string | null;
  /** Address of the caller, as far as known. */
  readonly ip: string | null;
  /** Hex of HMAC-SHA-256 over the previous entry's and this entry's content. */
  readonly mac: string;
  readonly secretId: string;
}

/** What stands in for the seal before the first event of a log. */
export const CHAIN_START = "";

/**
 * What is sealed: the previous seal and every field that the log shows, in a fixed order and unambiguous form. Changing
 * this text breaks every existing chain.
 */
export function sealedText(previousMac: string, event: Omit<StoredAuditEvent, "mac" | "secretId">): string {
  return JSON.stringify([
    previousMac,
    event.account,
    event.sequence,
    event.atMs,
    sortedJson(event.actor),
    event.action,
    event.target,
    event.counterpart ?? null,
    sortedJson(event.before ?? null),
    sortedJson(event.after ?? null),
    event.requestId,
    event.ip,
  ]);
}

/** JSON with the names of each object in order: the same content gives the same text whoever wrote it. */
function sortedJson(value: object | null): string {
  return JSON.stringify(value, (_name, part: unknown) =>
    part !== null && typeof part === "object" && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => compareCodeUnits(a, b)))
      : part,
  );
}
