import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Outlet, useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import {
  changeGeneratedKey,
  generatedKeyListQuery,
  generatedKeysKey,
  type GeneratedKeySort,
} from "../../../api/generated-keys.ts";
import { paths } from "../../../paths.ts";
import { Button } from "../../../ui/Button.tsx";
import { Message } from "../../../ui/Message.tsx";
import { useAccess, usePermissionReason } from "../../shared/access-context.ts";
import { type ColumnSpec, KeyList } from "../list/KeyList.tsx";
import { QuarantineBanner } from "../list/QuarantineBanner.tsx";
import { useQuarantineDecision } from "../list/use-quarantine-decision.tsx";
import { useListState } from "../list/use-list-state.ts";
import { EDIT_KEYS, RENEW_TOKENS } from "../permissions.ts";
import { useIsBeyond } from "../roles/use-is-beyond.ts";
import { generatedKeyActions } from "./generated-key-actions.ts";
import { GeneratedKeyRow } from "./GeneratedKeyRow.tsx";
import { TokenAgeBanner } from "./TokenAgeBanner.tsx";
import { OpenRenewalsBanner } from "./OpenRenewalsBanner.tsx";
import { ReopenedLinks } from "./ReopenedLinks.tsx";
import { useKeyConfirmations } from "./use-key-confirmations.tsx";
import { useRenewalConfirmations } from "./use-renewal-confirmations.tsx";

const route = getRouteApi("/signed-in/accounts/$account/api-keys/generated");

/** The account's own keys. */
export function GeneratedKeysPage() {
  const { t } = useTranslation();
  const { account } = useAccess();
  const search = route.useSearch();
  const state = useListState(search, "-createdAt");
  const list = useQuery(generatedKeyListQuery(account.name, state.query));
  const navigate = useNavigate();
  const reasonFor = usePermissionReason();
  const editReason = reasonFor(EDIT_KEYS);
  const renewReason = reasonFor(RENEW_TOKENS);
  const isBeyond = useIsBeyond(editReason === undefined || renewReason === undefined);
  const ask = useKeyConfirmations();
  const quarantined = useQuery(
    generatedKeyListQuery(account.name, { quarantined: "true", limit: 1, sort: "-createdAt" }),
  );
  const decision = useQuarantineDecision({
    listKey: generatedKeysKey(account.name),
    change: (key, status) => changeGeneratedKey(account.name, key, { status }),
  });
  const askAboutRenewal = useRenewalConfirmations();

  const columns: readonly ColumnSpec<GeneratedKeySort>[] = [
    { id: "key", label: t("generated.columnKey"), width: "auto", sortBy: "name" },
    { id: "roles", label: t("generated.columnRoles"), width: "28%" },
    { id: "created", label: t("generated.columnCreated"), width: "168px", sortBy: "createdAt" },
    { id: "status", label: t("generated.columnStatus"), width: "236px", sortBy: "status" },
    { id: "actions", label: t("list.actions"), width: "56px" },
  ];
  const open = (href: string) => void navigate({ href, state: true });
  const generateButton = (
    <Button
      variant="primary"
      icon="plus"
      disabledReason={editReason}
      onPress={() => open(paths.generateKey(account.name, search))}
    >
      {t("generated.generate")}
    </Button>
  );
  return (
    <>
      <p className="tab-about">{t("generated.about", { account: account.displayName })}</p>
      <QuarantineBanner
        count={quarantined.data?.total}
        isFiltered={search.quarantined === true}
        onFilter={(isFiltered) => state.change({ quarantined: isFiltered ? true : undefined })}
      />
      <TokenAgeBanner alert={search.alert} onChoose={(alert) => state.change({ alert })} />
      <ReopenedLinks
        onRenew={(key) => open(paths.renewToken(account.name, key, search))}
        onUndo={(key) => askAboutRenewal.undoRenewal(key)}
      />
      <OpenRenewalsBanner
        isFiltered={search.renewal === "open"}
        onFilter={(isFiltered) => state.change({ renewal: isFiltered ? "open" : undefined })}
      />
      <KeyList
        label={t("generated.table")}
        searchLabel={t("generated.search")}
        columns={columns}
        list={list}
        state={state}
        action={generateButton}
        empty={
          <Message icon="key" title={t("generated.emptyTitle")} actions={generateButton}>
            <p>{t("generated.emptyText", { account: account.displayName })}</p>
          </Message>
        }
        renderRow={(key) => (
          <GeneratedKeyRow
            key={key.key}
            generatedKey={key}
            columnCount={columns.length}
            actions={generatedKeyActions(t, key, {
              disabledReason: editReason,
              renewDisabledReason: renewReason,
              isBeyond: isBeyond(key),
              edit: () => open(paths.editKey(account.name, "generated", key.key, search)),
              showUse: () => open(paths.keyUse(account.name, "generated", key.key, search)),
              explain: () => open(paths.explain(account.name, "generated", key.key, search)),
              renew: () => open(paths.renewToken(account.name, key.key, search)),
              deleteOldToken: () => askAboutRenewal.deleteOldToken(key),
              undoRenewal: () => askAboutRenewal.undoRenewal(key),
              voidLink: () => askAboutRenewal.voidLink(key),
              deactivate: () => ask.deactivate(key),
              activate: () => ask.activate(key),
              remove: () => ask.remove(key),
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
