import { useLocation, useNavigate } from "@tanstack/react-router";
import { DEFAULT_PAGE_SIZE } from "../api-keys/list/list-search.ts";
import { type AuditSearch, changeAudit, toAuditFilter } from "./audit-search.ts";

/** The state of the log, which lives in the URL, and the ways to change it. */
export function useAuditList(search: AuditSearch) {
  const navigate = useNavigate();
  const trail = useLocation({ select: (location) => location.state.trail }) ?? [];
  const page = search.page ?? 1;
  const filter = toAuditFilter(search);

  const go = (next: AuditSearch, nextTrail: readonly string[], replace = false) =>
    void navigate({ to: ".", search: next as never, state: { trail: nextTrail }, replace });

  function toPage(cursor: string, number: number, nextTrail: readonly string[]): void {
    const first = changeAudit(search, {});
    go(cursor === "" ? first : { ...first, cursor, page: number }, nextTrail);
    scrollTo({ top: 0 });
  }

  const previous = trail.at(-1);
  return {
    search,
    filter,
    query: {
      ...filter,
      limit: search.limit ?? DEFAULT_PAGE_SIZE,
      ...(search.cursor !== undefined && { cursor: search.cursor }),
    },
    page,
    /** What is typed is no step that Back should go through. */
    change: (change: Parameters<typeof changeAudit>[1], isTyped = false) =>
      go(changeAudit(search, change), [], isTyped),
    clear: () => go(search.limit === undefined ? {} : { limit: search.limit }, []),
    toNext: (cursor: string) => toPage(cursor, page + 1, [...trail, search.cursor ?? ""]),
    toFirst: () => toPage("", 1, []),
    toPrevious: previous === undefined ? undefined : () => toPage(previous, page - 1, trail.slice(0, -1)),
  };
}

export type AuditList = ReturnType<typeof useAuditList>;
