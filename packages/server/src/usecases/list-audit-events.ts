import type { StoredAuditEvent } from "../domain/audit-event.ts";
import type { Page, PageRequest } from "../domain/page.ts";
import type { AuditFilter } from "../storage/store.ts";
import { type Access, requireResource } from "./access.ts";
import type { Ports } from "./ports.ts";

/** The account's log. */
export async function listAuditEvents(
  { reads }: Ports,
  access: Access,
  filter: AuditFilter,
  page: PageRequest<"sequence">,
): Promise<Page<StoredAuditEvent>> {
  requireResource(access, "account.view-audit");
  return reads.audit.list(access.account, filter, page);
}
