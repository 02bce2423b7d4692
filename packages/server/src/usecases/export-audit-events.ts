import type { StoredAuditEvent } from "../domain/audit-event.ts";
import type { AuditFilter } from "../storage/store.ts";
import type { AuditLog } from "./audit-log.ts";
import { gently } from "./pace.ts";
import type { Ports } from "./ports.ts";

/** Part of a log on its way out. */
export interface AuditExport {
  /** A batch of it is held at a time. */
  readonly events: AsyncIterable<StoredAuditEvent>;
  /** To be called once when nobody reads it any more, whether or not they began to: until then no other of this log begins. */
  readonly end: () => void;
}

/**
 * Everything in a log that a filter asks for, the oldest first, up to where the log ends when it is first read.
 *
 * @throws DomainError `TOO_MANY_AT_ONCE` where one of this log is under way
 */
export function exportAuditEvents(
  { exports, pace, reads }: Ports,
  { account }: AuditLog,
  filter: AuditFilter,
): AuditExport {
  const end = exports.begin(account);
  async function* events(): AsyncGenerator<StoredAuditEvent, void, undefined> {
    const head = await reads.audit.head(account);
    if (!head) return;
    yield* gently(reads.audit.walk(account, { filter, through: head.sequence }), pace);
  }
  return { events: events(), end };
}
