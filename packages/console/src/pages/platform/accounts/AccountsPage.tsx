import { useQuery } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { accountListQuery, type AccountSort } from "../../../api/platform-accounts.ts";
import { paths } from "../../../paths.ts";
import { Button } from "../../../ui/Button.tsx";
import { Message } from "../../../ui/Message.tsx";
import { Segmented } from "../../../ui/Segmented.tsx";
import { type ColumnSpec, KeyList } from "../../api-keys/list/KeyList.tsx";
import { useListState } from "../../api-keys/list/use-list-state.ts";
import { PlatformPage } from "../PlatformPage.tsx";
import { accountActions } from "./account-actions.ts";
import { AccountRow } from "./AccountRow.tsx";
import { useAccountConfirmations } from "./use-account-confirmations.tsx";

const route = getRouteApi("/signed-in/platform/accounts");

/** Platform > Accounts. */
export function AccountsPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const search = route.useSearch();
  const state = useListState(search, "displayName");
  const list = useQuery(accountListQuery(state.query));
  const ask = useAccountConfirmations();

  const columns: readonly ColumnSpec<AccountSort>[] = [
    { id: "account", label: t("accounts.columnAccount"), width: "auto", sortBy: "displayName" },
    { id: "status", label: t("list.status"), width: "160px", sortBy: "status" },
    { id: "created", label: t("accounts.columnCreated"), width: "160px", sortBy: "createdAt" },
    { id: "actions", label: t("list.actions"), width: "56px" },
  ];
  const open = (href: string) => void navigate({ href, state: true });
  const createButton = (
    <Button variant="primary" icon="plus" onPress={() => open(paths.createAccount(search))}>
      {t("accounts.create")}
    </Button>
  );
  return (
    <PlatformPage title={t("accounts.title")} about={t("accounts.about")}>
      <KeyList
        label={t("accounts.title")}
        searchLabel={t("accounts.search")}
        filters={
          <Segmented
            label={t("list.status")}
            options={[
              { id: "all", label: t("accounts.statusAll") },
              { id: "active", label: t("accounts.statusActive") },
              { id: "inactive", label: t("accounts.statusSuspended") },
            ]}
            value={search.status ?? "all"}
            onChange={(status) => state.change({ status: status === "all" ? undefined : status })}
          />
        }
        words={{
          errorTitle: t("accounts.errorTitle"),
          noMatchTitle: t("accounts.noMatchTitle"),
          noMatchText: t("accounts.noMatchText"),
        }}
        columns={columns}
        extraSorts={[{ sortBy: "name", label: t("accounts.name") }]}
        list={list}
        state={state}
        action={createButton}
        empty={
          <Message icon="building" title={t("accounts.emptyTitle")} actions={createButton}>
            <p>{t("accounts.emptyText")}</p>
          </Message>
        }
        renderRow={(account) => (
          <AccountRow
            key={account.name}
            account={account}
            actions={accountActions(t, account, {
              open: () => open(paths.apiKeys(account.name)),
              openLog: () => open(paths.audit(account.name)),
              rename: () => open(paths.renameAccount(account.name, search)),
              suspend: () => ask.suspend(account),
              restore: () => ask.restore(account),
            })}
          />
        )}
      />
    </PlatformPage>
  );
}
