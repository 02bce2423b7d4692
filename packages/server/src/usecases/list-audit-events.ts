import type { AccountLabel } from "../domain/account.ts";
import type { Actor } from "../domain/actor.ts";
import type { StoredAuditEvent } from "../domain/audit-event.ts";
import type { Page, PageRequest } from "../domain/page.ts";
import type { AuditFilter } from "../storage/store.ts";
import type { AuditLog } from "./audit-log.ts";
import type { Ports } from "./ports.ts";

/** An event as it is shown. */
export interface AuditEventView extends StoredAuditEvent {
  /** The company whose key acted, where it isn't the log's own; `null` for every other actor. */
  readonly actorOwner: AccountLabel | null;
}

/** One page of a log. */
export async function listAuditEvents(
  { reads }: Ports,
  { account }: AuditLog,
  filter: AuditFilter,
  page: PageRequest<"sequence">,
): Promise<Page<AuditEventView>> {
  const found = await reads.audit.list(account, filter, page);
  const owners = new Set(found.items.flatMap(({ actor }) => foreignOwner(actor, account) ?? []));
  const labels = await accountLabels(reads, [...owners]);
  const items = found.items.map((event): AuditEventView => {
    const owner = foreignOwner(event.actor, account);
    if (owner === undefined) return { ...event, actorOwner: null };
    return { ...event, actorOwner: { account: owner, displayName: labels.get(owner) ?? owner } };
  });
  return { ...found, items };
}

/** The account of a key that acted in another. */
function foreignOwner(actor: Actor, account: string): string | undefined {
  return actor.kind === "key" && actor.owner !== account ? actor.owner : undefined;
}

/** Display names of at most a page of accounts. */
async function accountLabels({ accounts }: Ports["reads"], names: readonly string[]): Promise<Map<string, string>> {
  if (names.length === 0) return new Map();
  const page = { sort: "name", descending: false, limit: 200, after: null } as const;
  const { items } = await accounts.list({ names }, page);
  return new Map(items.map(({ name, displayName }) => [name, displayName]));
}
