import { type ReactNode, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Banner } from "../../../ui/Banner.tsx";
import { SearchField } from "../../../ui/SearchField.tsx";
import { Segmented } from "../../../ui/Segmented.tsx";
import { Select } from "../../../ui/Select.tsx";
import { RoleFilter } from "./RoleFilter.tsx";
import type { ListState } from "./use-list-state.ts";
import { useSecretRefusal } from "../../shared/use-secret-refusal.ts";

const TYPING_PAUSE_MS = 250;

interface ListToolbarProps<Field extends string> {
  /** Left out where nothing can be searched for. */
  readonly searchLabel?: string;
  /** Default: status and role of keys. */
  readonly filters: ReactNode | undefined;
  readonly state: ListState<Field>;
  /** Told what is typed, before it is searched for. */
  readonly onTyping: (typed: string | undefined) => void;
  readonly sorts: readonly { readonly sortBy: Field; readonly label: string }[];
  readonly action: ReactNode;
}

export function ListToolbar<Field extends string>(props: ListToolbarProps<Field>) {
  const { searchLabel, filters = <KeyFilters state={props.state} />, state, onTyping, sorts, action } = props;
  const { t } = useTranslation();
  const [typed, setTyped] = useTypedSearch(state, onTyping);
  const { isRefused, keep } = useSecretRefusal();

  return (
    <div className="key-list-toolbar">
      {searchLabel !== undefined && (
        <div className="key-list-search">
          <SearchField
            label={searchLabel}
            placeholder={searchLabel}
            clearLabel={t("list.clearSearch")}
            value={typed}
            // A search stands in the address of the page and of the request: the last place for a secret.
            onChange={(value) => setTyped(keep(value))}
          />
        </div>
      )}
      {filters}
      <div className="key-list-sort">
        <Select
          label={t("list.sortBy")}
          options={sorts.flatMap(({ sortBy, label }) => [
            { value: sortBy, label: t("list.ascending", { column: label }) },
            { value: `-${sortBy}` as const, label: t("list.descending", { column: label }) },
          ])}
          value={state.sort}
          onChange={(sort) => state.change({ sort })}
        />
      </div>
      <div className="key-list-action">{action}</div>
      {isRefused && (
        <div className="key-list-refused">
          <Banner tone="danger" announce="alert">
            <p>{t("errors.secretRemoved")}</p>
          </Banner>
        </div>
      )}
    </div>
  );
}

function KeyFilters<Field extends string>({ state }: { readonly state: ListState<Field> }) {
  const { t } = useTranslation();
  return (
    <>
      <Segmented
        label={t("list.status")}
        options={[
          { id: "all", label: t("list.all") },
          { id: "active", label: t("list.active") },
          { id: "inactive", label: t("list.inactive") },
        ]}
        value={state.search.status ?? "all"}
        onChange={(status) => state.change({ status: status === "all" ? undefined : status })}
      />
      <RoleFilter value={state.search.role} onChange={(role) => state.change({ role })} />
    </>
  );
}

/** What is typed goes into the URL after a pause; what changes in the URL otherwise comes back into the field. */
function useTypedSearch<Field extends string>(state: ListState<Field>, onTyping: (typed: string | undefined) => void) {
  const inUrl = state.search.search ?? "";
  const [typed, setTyped] = useState<string>();

  useEffect(() => {
    if (typed === undefined) return;
    const timer = setTimeout(() => {
      setTyped(undefined);
      onTyping(undefined);
      if (typed.trim() !== inUrl) state.change({ search: typed.trim() });
    }, TYPING_PAUSE_MS);
    return () => clearTimeout(timer);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- only typing starts the pause anew
  }, [typed]);

  return [
    typed ?? inUrl,
    (value: string) => {
      setTyped(value);
      onTyping(value);
    },
  ] as const;
}
