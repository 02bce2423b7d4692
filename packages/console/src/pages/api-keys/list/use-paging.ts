import { useLocation, useNavigate } from "@tanstack/react-router";

declare module "@tanstack/react-router" {
  interface HistoryState {
    /** Cursors of the pages before this one, the first page's as "": the way back, which the service doesn't tell. */
    trail?: readonly string[];
  }
}

/** Part of a list's state in the URL: where the page begins, and which page that is. Both or neither. */
interface Paged {
  readonly cursor?: string;
  readonly page?: number;
}

/** The way between the pages of a list. */
export interface Paging<Search extends Paged> {
  /** Number of the page, from 1. */
  readonly page: number;
  /** To another state of the list, at its first page. @param isTyped whether it is no step that Back should go through */
  readonly go: (next: Search, isTyped?: boolean) => void;
  readonly toNext: (cursor: string) => void;
  readonly toFirst: () => void;
  /** Left out where the way back isn't known: whoever opened a link to a page came from nowhere. */
  readonly toPrevious: (() => void) | undefined;
}

/** @param first the same state at its first page */
export function usePaging<Search extends Paged>(search: Search, first: Search): Paging<Search> {
  const navigate = useNavigate();
  const trail = useLocation({ select: (location) => location.state.trail }) ?? [];
  const page = search.page ?? 1;

  const to = (next: Search, nextTrail: readonly string[], replace = false) =>
    // Each list's own route checks it again.
    void navigate({ to: ".", search: next as never, state: { trail: nextTrail }, replace });

  function toPage(cursor: string, number: number, nextTrail: readonly string[]): void {
    to(cursor === "" ? first : { ...first, cursor, page: number }, nextTrail);
    scrollTo({ top: 0 });
  }

  const previous = trail.at(-1);
  return {
    page,
    go: (next, isTyped = false) => to(next, [], isTyped),
    toNext: (cursor) => toPage(cursor, page + 1, [...trail, search.cursor ?? ""]),
    toFirst: () => toPage("", 1, []),
    toPrevious: previous === undefined ? undefined : () => toPage(previous, page - 1, trail.slice(0, -1)),
  };
}
