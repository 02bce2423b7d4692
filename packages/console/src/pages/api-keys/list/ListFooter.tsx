import { useTranslation } from "react-i18next";
import { Pagination } from "../../../ui/Pagination.tsx";
import { Select } from "../../../ui/Select.tsx";
import { DEFAULT_PAGE_SIZE, PAGE_SIZES } from "./list-search.ts";
import type { ListState } from "./use-list-state.ts";

interface ListFooterProps<Field extends string> {
  readonly state: ListState<Field>;
  /** How many keys there are, how many of them are shown, and where the next page begins; undefined while loading. */
  readonly total: number | undefined;
  readonly count: number | undefined;
  readonly nextCursor: string | null | undefined;
}

export function ListFooter<Field extends string>({ state, total, count, nextCursor }: ListFooterProps<Field>) {
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
