import type { ListQuery, Sort } from "../../../api/list-query.ts";
import { changeList, type ListChange, type ListSearch, toListQuery } from "./list-search.ts";
import { type Paging, usePaging } from "./use-paging.ts";

/** A list's state, which lives in the URL, and the ways to change it. */
export interface ListState<Field extends string> extends Omit<Paging<ListSearch<Field>>, "go"> {
  readonly search: ListSearch<Field>;
  /** The field it is sorted by, with `-` before it for descending. */
  readonly sort: Sort<Field>;
  readonly query: ListQuery<Field>;
  readonly change: (change: ListChange<Field>) => void;
}

export function useListState<Field extends string>(
  search: ListSearch<Field>,
  defaultSort: Sort<Field>,
): ListState<Field> {
  const { go, ...paging } = usePaging(search, changeList(search, {}));
  return {
    ...paging,
    search,
    sort: search.sort ?? defaultSort,
    query: toListQuery(search, defaultSort),
    // Each key typed into the search field is no step that Back should go through.
    change: (change) => go(changeList(search, change), "search" in change),
  };
}
