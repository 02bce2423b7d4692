import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { gapExportHref, gapListQuery } from "../../../api/gaps.ts";
import { Button } from "../../../ui/Button.tsx";
import { LinkButton } from "../../../ui/LinkButton.tsx";
import { Message } from "../../../ui/Message.tsx";
import { Column, Table } from "../../../ui/Table.tsx";
import { ListFooter } from "../../api-keys/list/ListFooter.tsx";
import { DEFAULT_PAGE_SIZE } from "../../api-keys/list/list-search.ts";
import { SkeletonRows } from "../../api-keys/list/SkeletonRows.tsx";
import type { Paging } from "../../api-keys/list/use-paging.ts";
import { ProblemMessage } from "../../shared/Problem.tsx";
import { GapRow } from "./GapRow.tsx";
import { type changeGaps, daysOf, type GapsSearch } from "./gaps-search.ts";
import "../../api-keys/list/key-list.css";

interface GapListProps {
  readonly resource: string;
  readonly state: Omit<Paging<GapsSearch>, "go"> & {
    readonly search: GapsSearch;
    readonly change: (change: Parameters<typeof changeGaps>[1]) => void;
  };
}

/** The keys that use an API and lack the permission, in every account. */
export function GapList({ resource, state }: GapListProps) {
  const { t } = useTranslation();
  const { cursor, limit = DEFAULT_PAGE_SIZE, used } = state.search;
  const asked = { resource, days: daysOf(state.search), ...(used !== undefined && { used }) };
  const list = useQuery(gapListQuery(asked, { limit, ...(cursor !== undefined && { cursor }) }));

  if (list.isError) {
    return (
      <div className="key-list-message">
        <ProblemMessage title={t("gaps.errorTitle")} error={list.error} onRetry={() => void list.refetch()} />
      </div>
    );
  }
  if (list.data?.items.length === 0) return <NoGaps isLaterPage={state.page > 1} toFirst={state.toFirst} />;
  const columns = [
    ["generated.columnKey", "auto"],
    ["gaps.columnAccount", "22%"],
    ["generated.columnRoles", "26%"],
    ["gaps.columnUses", "104px"],
    ["gaps.columnLastUsed", "136px"],
  ] as const;
  return (
    <section className="key-list" aria-label={t("gaps.title")}>
      <div className="gap-actions">
        <LinkButton href={gapExportHref(asked)} isDownload>
          {t("audit.exportCsv")}
        </LinkButton>
      </div>
      <Table
        label={t("gaps.title")}
        isStale={list.isPlaceholderData}
        columnWidths={columns.map(([, width]) => width)}
        head={columns.map(([label]) => (
          <Column key={label}>{t(label)}</Column>
        ))}
      >
        {list.data === undefined ? (
          <SkeletonRows columnCount={columns.length} />
        ) : (
          list.data.items.map((gap) => <GapRow key={`${gap.account} ${gap.key}`} gap={gap} />)
        )}
      </Table>
      <ListFooter
        state={state}
        total={list.data?.total}
        count={list.data?.items.length}
        nextCursor={list.data?.nextCursor}
      />
    </section>
  );
}

function NoGaps({ isLaterPage, toFirst }: { readonly isLaterPage: boolean; readonly toFirst: () => void }) {
  const { t } = useTranslation();
  return (
    <div className="key-list-message">
      {isLaterPage ? (
        <Message
          icon="search"
          title={t("list.emptyPageTitle")}
          actions={<Button onPress={toFirst}>{t("list.toFirst")}</Button>}
        >
          <p>{t("list.emptyPageText")}</p>
        </Message>
      ) : (
        <Message icon="check" title={t("gaps.noneTitle")} announce="status">
          <p>{t("gaps.noneText")}</p>
        </Message>
      )}
    </div>
  );
}
