import type { UseQueryResult } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "../../../ui/Button.tsx";
import { Message } from "../../../ui/Message.tsx";
import { Column, Table, type SortDirection } from "../../../ui/Table.tsx";
import { ProblemMessage } from "../../shared/Problem.tsx";
import { ListFooter } from "./ListFooter.tsx";
import { isFiltered } from "./list-search.ts";
import { ListToolbar } from "./ListToolbar.tsx";
import { SkeletonRows } from "./SkeletonRows.tsx";
import type { ListState } from "./use-list-state.ts";
import "./key-list.css";

/** A column of a list of keys. */
export interface ColumnSpec<Field extends string> {
  readonly id: string;
  readonly label: string;
  readonly width: string;
  /** The field that the service can sort by. */
  readonly sortBy?: Field;
}

interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
  readonly total: number;
}

interface ListWords {
  readonly errorTitle: string;
  readonly noMatchTitle: string;
  readonly noMatchText: string;
}

interface KeyListProps<Item, Field extends string> {
  /** Says which list it is. */
  readonly label: string;
  /** Left out where nothing can be searched for. */
  readonly searchLabel?: string;
  /** What narrows it, beside the search. Default: status and role of keys. */
  readonly filters?: ReactNode;
  /** What is said in the place of rows that aren't there. Default: of keys. */
  readonly words?: ListWords;
  readonly columns: readonly ColumnSpec<Field>[];
  /** Further orders that no column header offers, for the list of orders on narrow screens. */
  readonly extraSorts?: readonly { readonly sortBy: Field; readonly label: string }[];
  readonly list: UseQueryResult<Page<Item>>;
  readonly state: ListState<Field>;
  readonly renderRow: (item: Item) => ReactNode;
  /** What can be added to the list, and how. */
  readonly action: ReactNode;
  /** Stands in the list's place where there is nothing at all yet. */
  readonly empty: ReactNode;
}

/** A page of keys, or of something else that is listed so: search, filter, order, rows, paging. All of it is the service's work, so it bears any number. */
export function KeyList<Item, Field extends string>(props: KeyListProps<Item, Field>) {
  const { label, searchLabel, filters, columns, extraSorts = [], list, state, renderRow, action, empty } = props;
  const { t } = useTranslation();
  const { search, sort, change } = state;
  const [typed, setTyped] = useState<string>();
  const words = props.words ?? {
    errorTitle: t("list.errorTitle"),
    noMatchTitle: t("list.noMatchTitle"),
    noMatchText: t("list.noMatchText"),
  };

  if (list.data?.total === 0 && !isFiltered(search) && typed === undefined) return empty;

  return (
    <section className="key-list" aria-label={label}>
      <ListToolbar
        {...(searchLabel !== undefined && { searchLabel })}
        filters={filters}
        state={state}
        onTyping={setTyped}
        sorts={[
          ...columns.flatMap(({ sortBy, label }) => (sortBy === undefined ? [] : [{ sortBy, label }])),
          ...extraSorts,
        ]}
        action={action}
      />
      {list.isError && list.data === undefined ? (
        <div className="key-list-message">
          <ProblemMessage title={words.errorTitle} error={list.error} onRetry={() => void list.refetch()} />
        </div>
      ) : list.data?.items.length === 0 ? (
        <NothingHere state={state} words={words} />
      ) : (
        <>
          <Table
            label={label}
            isStale={list.isPlaceholderData}
            columnWidths={columns.map(({ width }) => width)}
            head={columns.map(({ id, label, sortBy }) =>
              sortBy === undefined ? (
                <Column key={id} isLabelHidden={id === "actions"}>
                  {label}
                </Column>
              ) : (
                <Column
                  key={id}
                  sort={directionOf(sort, sortBy)}
                  onSort={() => change({ sort: sort === sortBy ? `-${sortBy}` : sortBy })}
                >
                  {label}
                </Column>
              ),
            )}
          >
            {list.data === undefined ? <SkeletonRows columnCount={columns.length} /> : list.data.items.map(renderRow)}
          </Table>
          <ListFooter
            state={state}
            total={list.data?.total}
            count={list.data?.items.length}
            nextCursor={list.data?.nextCursor}
          />
        </>
      )}
    </section>
  );
}

function directionOf(sort: string, field: string): SortDirection {
  if (sort === field) return "ascending";
  return sort === `-${field}` ? "descending" : "none";
}

interface NothingHereProps<Field extends string> {
  readonly state: ListState<Field>;
  readonly words: ListWords;
}

function NothingHere<Field extends string>({ state, words }: NothingHereProps<Field>) {
  const { t } = useTranslation();
  return (
    <div className="key-list-message">
      {isFiltered(state.search) ? (
        <Message
          icon="search"
          title={words.noMatchTitle}
          announce="status"
          actions={
            <Button
              onPress={() =>
                state.change({
                  search: undefined,
                  status: undefined,
                  role: undefined,
                  alert: undefined,
                  renewal: undefined,
                  quarantined: undefined,
                  state: undefined,
                })
              }
            >
              {t("list.clearFilters")}
            </Button>
          }
        >
          <p>{words.noMatchText}</p>
        </Message>
      ) : (
        <Message
          icon="search"
          title={t("list.emptyPageTitle")}
          actions={<Button onPress={state.toFirst}>{t("list.toFirst")}</Button>}
        >
          <p>{t("list.emptyPageText")}</p>
        </Message>
      )}
    </div>
  );
}
