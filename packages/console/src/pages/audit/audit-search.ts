import { containsSecret } from "@latchkey/sdk/credential-format";
import type { AuditFilter } from "../../api/audit.ts";
import { DEFAULT_PAGE_SIZE, PAGE_SIZES } from "../api-keys/list/list-search.ts";

/** State of the log as it stands in the URL: only what differs from the whole log's first page. */
export interface AuditSearch {
  readonly actor?: string;
  readonly action?: string;
  readonly target?: string;
  readonly company?: string;
  /** First and last day, as the user's calendar has them: `2026-11-23`. */
  readonly from?: string;
  readonly to?: string;
  readonly limit?: number;
  /** Where the page begins, and which page that is. Both or neither. */
  readonly cursor?: string;
  readonly page?: number;
}

/** What narrows the log. */
export const AUDIT_FILTERS = ["actor", "action", "target", "company", "from", "to"] as const;

export type AuditFilterName = (typeof AUDIT_FILTERS)[number];

/** Reads the state from a URL. What makes no sense there is as good as not there. */
export function parseAuditSearch(raw: Readonly<Record<string, unknown>>): AuditSearch {
  const { cursor, limit, page } = raw;
  const isPaged = typeof cursor === "string" && cursor !== "" && Number.isSafeInteger(page) && Number(page) > 1;
  const filters = AUDIT_FILTERS.flatMap((name) => {
    const text = textOf(raw[name]);
    const isDay = name === "from" || name === "to";
    return text === "" || (isDay && !isCalendarDay(text)) ? [] : [[name, text]];
  });
  return {
    ...(Object.fromEntries(filters) as Partial<Record<AuditFilterName, string>>),
    ...(PAGE_SIZES.some((size) => size === limit) && limit !== DEFAULT_PAGE_SIZE && { limit: Number(limit) }),
    ...(isPaged && { cursor, page: Number(page) }),
  };
}

/** A text of digits alone is read from the URL as a number. */
function textOf(value: unknown): string {
  if (typeof value !== "string" && typeof value !== "number") return "";
  const text = String(value).slice(0, 200);
  return containsSecret(text) ? "" : text;
}

/** The state after a change of what is shown, at its first page; `undefined` and what is empty go back to the default. */
export function changeAudit(
  search: AuditSearch,
  change: { readonly [Name in AuditFilterName | "limit"]?: AuditSearch[Name] | undefined },
): AuditSearch {
  const { cursor: _cursor, page: _page, ...rest } = search;
  const changed = Object.entries({ ...rest, ...change }).filter(([, value]) => value !== undefined && value !== "");
  return Object.fromEntries(changed);
}

/** What to ask the service for: a day is as long as it is where the user is. */
export function toAuditFilter({ action, actor, company, from, target, to }: AuditSearch): AuditFilter {
  return {
    ...(actor !== undefined && { actor }),
    ...(action !== undefined && { action }),
    ...(target !== undefined && { target }),
    ...(company !== undefined && { counterpart: company }),
    ...(from !== undefined && { from: startOfDay(from, 0) }),
    ...(to !== undefined && { to: startOfDay(to, 1) }),
  };
}

export function isNarrowed(search: AuditSearch): boolean {
  return AUDIT_FILTERS.some((name) => search[name] !== undefined);
}

/** Whether a text is a day that there is, in a year that the service takes. */
function isCalendarDay(text: string): boolean {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? [];
  if (year === undefined || Number(year) < 1971 || Number(year) > 9998) return false;
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  return date.toISOString().startsWith(text);
}

function startOfDay(day: string, daysLater: number): string {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  return new Date(year, month - 1, date + daysLater).toISOString();
}
