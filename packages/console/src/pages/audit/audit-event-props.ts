import type { AuditEvent } from "../../api/audit.ts";
import type { AuditList } from "./use-audit-list.ts";

/** What an entry of the log is shown with. */
export interface AuditEventProps {
  readonly event: AuditEvent;
  readonly roleNames: (id: string) => string;
  /** Narrows the log to what the entry is about. */
  readonly onNarrow: AuditList["change"];
}
