import { useLocation, useNavigate } from "@tanstack/react-router";
import type { ExternalKeySort } from "../../../api/external-keys.ts";
import type { GeneratedKeySort } from "../../../api/generated-keys.ts";
import type { InvitationSort } from "../../../api/invitations.ts";
import type { ListQuery, Sort } from "../../../api/list-query.ts";
import type { UserSort } from "../../../api/users.ts";
import { changeList, type ListChange, type ListSearch, toListQuery } from "./list-search.ts";

declare module "@tanstack/react-router" {
  interface HistoryState {
    /** Cursors of the pages before this one, the first page's as "": the way back, which the service doesn't tell. */
    trail?: readonly string[];
  }
}

/** A list's state, which lives in the URL, and the ways to change it. */
export interface ListState<Field extends string> {
  readonly search: ListSearch<Field>;
  /** The field it is sorted by, with `-` before it for descending. */
  readonly sort: Sort<Field>;
  readonly query: ListQuery<Field>;
  /** Number of the page, from 1. */
  readonly page: number;
  readonly change: (change: ListChange<Field>) => void;
  readonly toNext: (cursor: string) => void;
  readonly toFirst: () => void;
  /** Left out where the way back isn't known: whoever opened a link to a page came from nowhere. */
  readonly toPrevious: (() => void) | undefined;
}

export function useListState<Field extends string>(
  search: ListSearch<Field>,
  defaultSort: Sort<Field>,
): ListState<Field> {
  const navigate = useNavigate();
  const trail = useLocation({ select: (location) => location.state.trail }) ?? [];
  const page = search.page ?? 1;

  function go(next: ListSearch<Field>, nextTrail: readonly string[], replace = false): void {
    const { sort, ...rest } = next;
    // Each list's own route checks the field again: here it is whichever the list has.
    const search = {
      ...rest,
      ...(sort !== undefined && { sort: sort as Sort<ExternalKeySort | GeneratedKeySort | UserSort | InvitationSort> }),
    };
    void navigate({ to: ".", search, state: { trail: nextTrail }, replace });
  }

  function toPage(cursor: string, number: number, nextTrail: readonly string[]): void {
    const rest = changeList(search, {});
    go(cursor === "" ? rest : { ...rest, cursor, page: number }, nextTrail);
    scrollTo({ top: 0 });
  }

  const previous = trail.at(-1);
  return {
    search,
    sort: search.sort ?? defaultSort,
    query: toListQuery(search, defaultSort),
    page,
    // Each key typed into the search field is no step that Back should go through.
    change: (change) => go(changeList(search, change), [], "search" in change),
    toNext: (cursor) => toPage(cursor, page + 1, [...trail, search.cursor ?? ""]),
    toFirst: () => toPage("", 1, []),
    toPrevious: previous === undefined ? undefined : () => toPage(previous, page - 1, trail.slice(0, -1)),
  };
}
