import { containsSecret } from "@latchkey/sdk/credential-format";
import { DEFAULT_PAGE_SIZE, PAGE_SIZES } from "../../api-keys/list/list-search.ts";

/** How many days back one can look. */
export const GAP_DAYS = [7, 30, 90, 400] as const;
const DAYS_DEFAULT = 30;

/** What is asked about missing permissions, as it stands in the URL: only what differs from the defaults. */
export interface GapsSearch {
  /** Key of the resource that will be needed. */
  readonly resource?: string;
  /** Key of the one that is used today. */
  readonly used?: string;
  readonly days?: number;
  readonly limit?: number;
  /** Where the page begins, and which page that is. Both or neither. */
  readonly cursor?: string;
  readonly page?: number;
}

/** Reads it from a URL. What makes no sense there is as good as not there. */
export function parseGapsSearch(raw: Readonly<Record<string, unknown>>): GapsSearch {
  const { cursor, days, limit, page, resource, used } = raw;
  const isPaged = typeof cursor === "string" && cursor !== "" && Number.isSafeInteger(page) && Number(page) > 1;
  return {
    ...(isKey(resource) && { resource }),
    ...(isKey(used) && { used }),
    ...(GAP_DAYS.some((each) => each === days) && days !== DAYS_DEFAULT && { days: Number(days) }),
    ...(PAGE_SIZES.some((size) => size === limit) && limit !== DEFAULT_PAGE_SIZE && { limit: Number(limit) }),
    ...(isPaged && { cursor, page: Number(page) }),
  };
}

/** The state after a change of what is asked, at its first page; `undefined` and `null` go back to the default. */
export function changeGaps(
  search: GapsSearch,
  change: { readonly [Name in "resource" | "used" | "days" | "limit"]?: GapsSearch[Name] | null | undefined },
): GapsSearch {
  const { cursor: _cursor, page: _page, ...rest } = search;
  return parseGapsSearch({ ...rest, ...change });
}

export function daysOf({ days = DAYS_DEFAULT }: GapsSearch): number {
  return days;
}

function isKey(value: unknown): value is string {
  return typeof value === "string" && value !== "" && value.length <= 200 && !containsSecret(value);
}
