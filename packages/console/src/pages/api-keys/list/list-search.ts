import { containsSecret } from "@latchkey/sdk/credential-format";
import { type DeliveryState, KEY_ALERTS, type KeyAlert, type ListQuery, type Sort } from "../../../api/list-query.ts";

export const PAGE_SIZES = [25, 50, 100, 200] as const;
export const DEFAULT_PAGE_SIZE = 50;

/** State of a list as it stands in the URL: only what differs from the list's defaults. */
export interface ListSearch<Field extends string = string> {
  readonly search?: string;
  readonly status?: "active" | "inactive";
  /** Id of a role. */
  readonly role?: string;
  /** Of generated keys only. */
  readonly alert?: KeyAlert;
  /** Of generated keys only. */
  readonly renewal?: "open";
  /** Only keys that a restored backup has wait for a decision. */
  readonly quarantined?: true;
  /** Of deliveries to a webhook only. */
  readonly state?: DeliveryState;
  readonly sort?: Sort<Field>;
  readonly limit?: number;
  /** Where the page begins, and which page that is. Both or neither. */
  readonly cursor?: string;
  readonly page?: number;
}

/** What a list can be narrowed by, besides words. */
type ListFilter = "status" | "role" | "quarantined";
const KEY_FILTERS: readonly ListFilter[] = ["status", "role", "quarantined"];

/**
 * Reads a list's state from a URL. What makes no sense there is as good as not there.
 *
 * @param filters those that the list has; default: those of lists of keys
 */
export function parseListSearch<Field extends string>(
  raw: Readonly<Record<string, unknown>>,
  fields: readonly Field[],
  filters = KEY_FILTERS,
): ListSearch<Field> {
  const { search, status, role, quarantined, sort, limit, cursor, page } = raw;
  const isPaged = typeof cursor === "string" && cursor !== "" && Number.isSafeInteger(page) && Number(page) > 1;
  return {
    // A search for digits alone is read from the URL as a number.
    ...(isSearch(search) && { search: String(search) }),
    ...(filters.includes("status") && (status === "active" || status === "inactive") && { status }),
    ...(filters.includes("role") && isRoleId(role) && { role: String(role) }),
    ...(filters.includes("quarantined") && quarantined === true && { quarantined }),
    ...(isSort(sort, fields) && { sort }),
    ...(PAGE_SIZES.some((size) => size === limit) && limit !== DEFAULT_PAGE_SIZE && { limit: Number(limit) }),
    ...(isPaged && { cursor, page: Number(page) }),
  };
}

/** Reads the state of the list of generated keys, which can be narrowed to keys that stand out, or whose renewal is open. */
export function parseGeneratedListSearch<Field extends string>(
  raw: Readonly<Record<string, unknown>>,
  fields: readonly Field[],
): ListSearch<Field> {
  const alert = KEY_ALERTS.find((known) => known === raw["alert"]);
  return {
    ...parseListSearch(raw, fields),
    ...(alert && { alert }),
    ...(raw["renewal"] === "open" && { renewal: "open" }),
  };
}

function isSort<Field extends string>(value: unknown, fields: readonly Field[]): value is Sort<Field> {
  return fields.some((field) => value === field || value === `-${field}`);
}

function isSearch(value: unknown): value is string | number {
  return (typeof value === "string" || typeof value === "number") && value !== "" && !containsSecret(String(value));
}

/** A role's id may be all digits, which are read from the URL as a number. */
function isRoleId(value: unknown): value is string | number {
  return (typeof value === "string" || typeof value === "number") && /^[a-z0-9-]{1,80}$/.test(String(value));
}

/** A change of what a list shows; `undefined` takes something back to its default. */
export type ListChange<Field extends string> = {
  readonly [Name in "search" | "status" | "role" | "alert" | "renewal" | "quarantined" | "state" | "sort" | "limit"]?:
    ListSearch<Field>[Name] | undefined;
};

/** The list's state after a change of what it shows. Another selection or order begins at its first page. */
export function changeList<Field extends string>(
  search: ListSearch<Field>,
  change: ListChange<Field>,
): ListSearch<Field> {
  const { cursor: _cursor, page: _page, ...rest } = search;
  const changed = Object.entries({ ...rest, ...change }).filter(([, value]) => value !== undefined && value !== "");
  return Object.fromEntries(changed);
}

/** What to ask the service for. */
export function toListQuery<Field extends string>(
  search: ListSearch<Field>,
  defaultSort: Sort<Field>,
): ListQuery<Field> {
  const { page: _page, quarantined, ...rest } = search;
  return {
    ...rest,
    ...(quarantined && { quarantined: "true" }),
    limit: search.limit ?? DEFAULT_PAGE_SIZE,
    sort: search.sort ?? defaultSort,
  };
}

/** Whether the list shows less than everything. */
export function isFiltered(search: ListSearch): boolean {
  const { alert, quarantined, renewal, role, search: words, state, status } = search;
  return [words, status, role, alert, renewal, quarantined, state].some((value) => value !== undefined);
}
