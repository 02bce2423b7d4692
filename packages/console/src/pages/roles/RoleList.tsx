import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Catalog } from "../../api/catalog.ts";
import type { Role } from "../../api/roles.ts";
import { Banner } from "../../ui/Banner.tsx";
import { Button } from "../../ui/Button.tsx";
import { Message } from "../../ui/Message.tsx";
import { Pagination } from "../../ui/Pagination.tsx";
import { SearchField } from "../../ui/SearchField.tsx";
import { Segmented } from "../../ui/Segmented.tsx";
import { Column, Table } from "../../ui/Table.tsx";
import { SkeletonRows } from "../api-keys/list/SkeletonRows.tsx";
import { searchRoles } from "../api-keys/roles/role-choice.ts";
import { ProblemMessage } from "../shared/Problem.tsx";
import { roleActions } from "./role-actions.ts";
import { RoleRow } from "./RoleRow.tsx";
import { PAGE_SIZE, type RolesSearch } from "./roles-search.ts";
import "../api-keys/list/key-list.css";
import "./role-list.css";
import { useSecretRefusal } from "../shared/use-secret-refusal.ts";

const WIDTHS = ["auto", "112px", "26%", "22%", "56px"];

interface RoleListProps {
  readonly roles: UseQueryResult<readonly Role[]>;
  readonly catalog: UseQueryResult<Catalog>;
  readonly search: RolesSearch;
  /** `isTyped`: each key typed into the search field is no step that Back should go through. */
  readonly onSearch: (search: RolesSearch, isTyped: boolean) => void;
  readonly createButton: ReactNode;
  readonly hrefOf: (role: Role) => string;
  readonly choicesOf: (role: Role) => Parameters<typeof roleActions>[2];
}

/** The roles of an account: they are all here already, for whoever chooses among them, so search and pages are ours. */
export function RoleList({ roles, catalog, search, onSearch, createButton, hrefOf, choicesOf }: RoleListProps) {
  const { t, i18n } = useTranslation();
  const { isRefused, keep } = useSecretRefusal();
  const format = new Intl.NumberFormat(i18n.language);
  const found = searchRoles(roles.data ?? [], catalog.data ?? { products: [] }, search.search ?? "").filter(
    ({ predefined }) => search.kind === undefined || predefined === (search.kind === "predefined"),
  );
  const pages = Math.max(1, Math.ceil(found.length / PAGE_SIZE));
  const page = Math.min(search.page ?? 1, pages);
  const shown = found.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE);
  const { page: _page, ...filter } = search;
  const toPage = (number: number) => {
    onSearch(number === 1 ? filter : { ...filter, page: number }, false);
    scrollTo({ top: 0 });
  };

  function type(value: string): void {
    // A search stands in the address of the page: the last place for a secret.
    const kept = keep(value);
    const { search: _search, ...rest } = filter;
    onSearch(kept === "" ? rest : { ...rest, search: kept }, true);
  }

  function choose(kind: "all" | "custom" | "predefined"): void {
    const { kind: _kind, ...rest } = filter;
    onSearch(kind === "all" ? rest : { ...rest, kind }, false);
  }

  return (
    <section className="key-list" aria-label={t("rolesPage.title")}>
      <div className="key-list-toolbar">
        <div className="key-list-search">
          <SearchField
            label={t("roles.search")}
            placeholder={t("roles.search")}
            clearLabel={t("roles.clearSearch")}
            value={search.search ?? ""}
            onChange={type}
          />
        </div>
        <Segmented
          label={t("rolesPage.columnKind")}
          options={[
            { id: "all", label: t("list.all") },
            { id: "custom", label: t("roles.custom") },
            { id: "predefined", label: t("rolesPage.predefined") },
          ]}
          value={search.kind ?? "all"}
          onChange={choose}
        />
        <div className="key-list-action">{createButton}</div>
        {isRefused && (
          <div className="key-list-refused">
            <Banner tone="danger" announce="alert">
              <p>{t("errors.secretRemoved")}</p>
            </Banner>
          </div>
        )}
      </div>
      {roles.error && roles.data === undefined ? (
        <div className="key-list-message">
          <ProblemMessage title={t("rolesPage.errorTitle")} error={roles.error} onRetry={() => void roles.refetch()} />
        </div>
      ) : roles.data !== undefined && found.length === 0 ? (
        <div className="key-list-message">
          <Message
            icon="search"
            title={t("rolesPage.noMatchTitle")}
            announce="status"
            actions={<Button onPress={() => onSearch({}, false)}>{t("list.clearFilters")}</Button>}
          >
            <p>
              {search.kind === "custom" && search.search === undefined
                ? t("rolesPage.noCustom")
                : t("rolesPage.noMatchText")}
            </p>
          </Message>
        </div>
      ) : (
        <>
          <Table
            label={t("rolesPage.title")}
            columnWidths={WIDTHS}
            head={
              <>
                <Column>{t("rolesPage.columnName")}</Column>
                <Column>{t("rolesPage.columnKind")}</Column>
                <Column>{t("rolesPage.columnResources")}</Column>
                <Column>{t("rolesPage.columnUses")}</Column>
                <Column isLabelHidden>{t("list.actions")}</Column>
              </>
            }
          >
            {roles.data === undefined || catalog.data === undefined ? (
              <SkeletonRows />
            ) : (
              shown.map((role) => (
                <RoleRow
                  key={role.id}
                  role={role}
                  catalog={catalog.data}
                  href={hrefOf(role)}
                  actions={roleActions(t, role, choicesOf(role))}
                />
              ))
            )}
          </Table>
          <div className="key-list-footer role-list-footer">
            <Pagination
              label={t("list.pages")}
              range={
                roles.data === undefined
                  ? t("common.loading")
                  : t("list.range", {
                      from: format.format((page - 1) * PAGE_SIZE + 1),
                      to: format.format((page - 1) * PAGE_SIZE + shown.length),
                      total: format.format(found.length),
                    })
              }
              labels={{ first: t("list.first"), previous: t("list.previous"), next: t("list.next") }}
              onFirst={page > 1 ? () => toPage(1) : undefined}
              onPrevious={page > 1 ? () => toPage(page - 1) : undefined}
              onNext={page < pages ? () => toPage(page + 1) : undefined}
            />
          </div>
        </>
      )}
    </section>
  );
}
