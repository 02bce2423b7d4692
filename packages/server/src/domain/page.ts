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
