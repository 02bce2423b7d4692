import { useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, Outlet, useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import {
  changeExternalKey,
  type ExternalKey,
  externalKeyListQuery,
  externalKeysKey,
  removeExternalKey,
} from "../../../api/external-keys.ts";
import { paths } from "../../../paths.ts";
import { Button } from "../../../ui/Button.tsx";
import { Message } from "../../../ui/Message.tsx";
import { useToast } from "../../../ui/Toast.tsx";
import { useAccess, usePermissionReason } from "../../shared/access-context.ts";
import { useConfirm } from "../../shared/ConfirmProvider.tsx";
import { KeyList } from "../list/KeyList.tsx";
import { QuarantineBanner } from "../list/QuarantineBanner.tsx";
import { useQuarantineDecision } from "../list/use-quarantine-decision.tsx";
import { useListState } from "../list/use-list-state.ts";
import { EDIT_KEYS } from "../permissions.ts";
import { useIsBeyond } from "../roles/use-is-beyond.ts";
import { ExternalKeyRow } from "./ExternalKeyRow.tsx";
import { externalKeyActions } from "./external-key-actions.ts";
import { RemoveExternalKeyText } from "./RemoveExternalKeyText.tsx";

const route = getRouteApi("/signed-in/accounts/$account/api-keys/external");

/** The keys of other companies that this account admitted. */
export function ExternalKeysPage() {
  const { t } = useTranslation();
  const { account } = useAccess();
  const search = route.useSearch();
  const state = useListState(search, "-addedAt");
  const list = useQuery(externalKeyListQuery(account.name, state.query));
  const navigate = useNavigate();
  const editReason = usePermissionReason()(EDIT_KEYS);
  const remove = useRemove();
  const isBeyond = useIsBeyond(editReason === undefined);
  const quarantined = useQuery(externalKeyListQuery(account.name, { quarantined: "true", limit: 1, sort: "-addedAt" }));
  const decision = useQuarantineDecision({
    listKey: externalKeysKey(account.name),
    change: (key, status) => changeExternalKey(account.name, key, { status }, null),
  });

  const open = (href: string) => void navigate({ href, state: true });
  const addButton = (
    <Button
      variant="primary"
      icon="plus"
      disabledReason={editReason}
      onPress={() => open(paths.addKey(account.name, search))}
    >
      {t("external.add")}
    </Button>
  );
  return (
    <>
      <p className="tab-about">{t("external.about", { account: account.displayName })}</p>
      <QuarantineBanner
        count={quarantined.data?.total}
        isFiltered={search.quarantined === true}
        onFilter={(isFiltered) => state.change({ quarantined: isFiltered ? true : undefined })}
      />
      <KeyList
        label={t("external.table")}
        searchLabel={t("external.search")}
        columns={[
          { id: "key", label: t("external.columnKey"), width: "auto", sortBy: "key" },
          { id: "roles", label: t("external.columnRoles"), width: "28%" },
          { id: "added", label: t("external.columnAdded"), width: "168px", sortBy: "addedAt" },
          { id: "status", label: t("external.columnStatus"), width: "236px", sortBy: "status" },
          { id: "actions", label: t("list.actions"), width: "56px" },
        ]}
        extraSorts={[{ sortBy: "owner", label: t("external.sortOwner") }]}
        list={list}
        state={state}
        action={addButton}
        empty={
          <Message
            icon="handshake"
            title={t("external.emptyTitle", { account: account.displayName })}
            actions={addButton}
          >
            <p>{t("external.emptyText")}</p>
          </Message>
        }
        renderRow={(key) => (
          <ExternalKeyRow
            key={key.key}
            externalKey={key}
            actions={externalKeyActions(t, { isBeyond: isBeyond(key), quarantined: key.quarantined }, editReason, {
              edit: () => open(paths.editKey(account.name, "external", key.key, search)),
              showUse: () => open(paths.keyUse(account.name, "external", key.key, search)),
              explain: () => open(paths.explain(account.name, "external", key.key, search)),
              remove: () => remove(key),
              release: () => decision.release(key),
              keep: () => decision.keep(key),
            })}
          />
        )}
      />
      <Outlet />
    </>
  );
}

function useRemove() {
  const { t } = useTranslation();
  const { account } = useAccess();
  const confirm = useConfirm();
  const toast = useToast();
  const queries = useQueryClient();
  return (externalKey: ExternalKey) =>
    confirm({
      title: t("external.removeTitle", { name: externalKey.name }),
      body: <RemoveExternalKeyText externalKey={externalKey} host={account.displayName} />,
      confirmLabel: t("external.remove"),
      onConfirm: async () => {
        await removeExternalKey(account.name, externalKey.key);
        await queries.invalidateQueries({ queryKey: externalKeysKey(account.name) });
        toast(t("external.removed", { name: externalKey.name }));
      },
    });
}
