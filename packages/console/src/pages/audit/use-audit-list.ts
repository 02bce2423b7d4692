import { DEFAULT_PAGE_SIZE } from "../api-keys/list/list-search.ts";
import { usePaging } from "../api-keys/list/use-paging.ts";
import { type AuditSearch, changeAudit, toAuditFilter } from "./audit-search.ts";

/** The state of the log, which lives in the URL, and the ways to change it. */
export function useAuditList(search: AuditSearch) {
  const { go, ...paging } = usePaging(search, changeAudit(search, {}));
  const filter = toAuditFilter(search);
  return {
    ...paging,
    search,
    filter,
    query: {
      ...filter,
      limit: search.limit ?? DEFAULT_PAGE_SIZE,
      ...(search.cursor !== undefined && { cursor: search.cursor }),
    },
    /** What is typed is no step that Back should go through. */
    change: (change: Parameters<typeof changeAudit>[1], isTyped = false) => go(changeAudit(search, change), isTyped),
    clear: () => go(search.limit === undefined ? {} : { limit: search.limit }),
  };
}

export type AuditList = ReturnType<typeof useAuditList>;
