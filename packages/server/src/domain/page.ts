/** Which part of a list. */
export interface PageRequest<Sort extends string> {
  readonly sort: Sort;
  readonly descending: boolean;
  /** 1 to 200. */
  readonly limit: number;
  /** Where the page before this one ended, or `null` for the first. */
  readonly after: PageEnd | null;
}

/** The last item of a page by what it is sorted by: what comes after it doesn't shift when items come or go before it. */
export interface PageEnd {
  readonly value: string | number;
  readonly id: string;
}

export interface Page<Item> {
  readonly items: readonly Item[];
  /** `null` on the last page. */
  readonly end: PageEnd | null;
  /** How many items there are on all pages. */
  readonly total: number;
}

/** A page of a list that is in memory whole, as storage would answer it. */
export function pageOf<Item, Sort extends string>(
  items: readonly Item[],
  { sort, descending, limit, after }: PageRequest<Sort>,
  valueOf: Record<Sort | "id", (item: Item) => string>,
): Page<Item> {
  const endOf = (item: Item): PageEnd => ({ value: valueOf[sort](item), id: valueOf.id(item) });
  const sign = descending ? -1 : 1;
  const compare = (a: PageEnd, b: PageEnd) =>
    sign * (a.value < b.value ? -1 : a.value > b.value ? 1 : a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
  const rest = items
    .toSorted((a, b) => compare(endOf(a), endOf(b)))
    .filter((item) => after === null || compare(endOf(item), after) > 0);
  const page = rest.slice(0, limit);
  const last = page.at(-1);
  return { items: page, end: rest.length > limit && last ? endOf(last) : null, total: items.length };
}
