import { useTranslation } from "react-i18next";
import { Pagination } from "../../../ui/Pagination.tsx";
import { Select } from "../../../ui/Select.tsx";
import { DEFAULT_PAGE_SIZE, PAGE_SIZES } from "./list-search.ts";

/** What paging needs to know of a list's state, and how it changes that. */
interface FooterState {
  readonly search: { readonly limit?: number };
  readonly page: number;
  readonly change: (change: { readonly limit: number | undefined }) => void;
  readonly toNext: (cursor: string) => void;
  readonly toFirst: () => void;
  readonly toPrevious: (() => void) | undefined;
}

interface ListFooterProps {
  readonly state: FooterState;
  /** How many items there are, how many of them are shown, and where the next page begins; undefined while loading. */
  readonly total: number | undefined;
  readonly count: number | undefined;
  readonly nextCursor: string | null | undefined;
}

export function ListFooter({ state, total, count, nextCursor }: ListFooterProps) {
  const { t, i18n } = useTranslation();
  const limit = state.search.limit ?? DEFAULT_PAGE_SIZE;
  const format = new Intl.NumberFormat(i18n.language);
  const from = (state.page - 1) * limit + 1;
  const range =
    total === undefined || count === undefined
      ? t("common.loading")
      : t("list.range", {
          from: format.format(from),
          to: format.format(from + count - 1),
          total: format.format(total),
        });
  return (
    <div className="key-list-footer">
      <Select
        label={t("list.rowsPerPage")}
        options={PAGE_SIZES.map((size) => ({ value: String(size), label: format.format(size) }))}
        value={String(limit)}
        onChange={(size) => state.change({ limit: size === String(DEFAULT_PAGE_SIZE) ? undefined : Number(size) })}
      />
      <Pagination
        label={t("list.pages")}
        range={range}
        labels={{ first: t("list.first"), previous: t("list.previous"), next: t("list.next") }}
        onFirst={state.page > 1 ? state.toFirst : undefined}
        onPrevious={state.toPrevious}
        onNext={typeof nextCursor === "string" ? () => state.toNext(nextCursor) : undefined}
      />
    </div>
  );
}
