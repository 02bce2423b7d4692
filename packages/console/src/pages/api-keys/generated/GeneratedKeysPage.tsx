import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Outlet, useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { type GeneratedKey, generatedKeyListQuery } from "../../../api/generated-keys.ts";
import { rolesQuery } from "../../../api/roles.ts";
import { paths } from "../../../paths.ts";
import { Button } from "../../../ui/Button.tsx";
import { Message } from "../../../ui/Message.tsx";
import { useAccess, usePermissionReason } from "../../shared/access-context.ts";
import { KeyList } from "../list/KeyList.tsx";
import { useListState } from "../list/use-list-state.ts";
import { EDIT_KEYS } from "../permissions.ts";
import { resourcesOf } from "../roles/role-choice.ts";
import { generatedKeyActions } from "./generated-key-actions.ts";
import { GeneratedKeyRow } from "./GeneratedKeyRow.tsx";
import { RenewalBanner } from "./RenewalBanner.tsx";
import { useKeyConfirmations } from "./use-key-confirmations.tsx";

const route = getRouteApi("/signed-in/accounts/$account/api-keys/generated");

/** The account's own keys. */
export function GeneratedKeysPage() {
  const { t } = useTranslation();
  const { account } = useAccess();
  const search = route.useSearch();
  const state = useListState(search, "-createdAt");
  const list = useQuery(generatedKeyListQuery(account.name, state.query));
  const navigate = useNavigate();
  const editReason = usePermissionReason()(EDIT_KEYS);
  const isBeyond = useIsBeyond(editReason === undefined);
  const ask = useKeyConfirmations();

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
      <RenewalBanner alert={search.alert} onChoose={(alert) => state.change({ alert })} />
      <KeyList
        label={t("generated.table")}
        searchLabel={t("generated.search")}
        columns={[
          { id: "key", label: t("generated.columnKey"), width: "auto", sortBy: "name" },
          { id: "roles", label: t("generated.columnRoles"), width: "28%" },
          { id: "created", label: t("generated.columnCreated"), width: "168px", sortBy: "createdAt" },
          { id: "status", label: t("generated.columnStatus"), width: "236px", sortBy: "status" },
          { id: "actions", label: t("list.actions"), width: "56px" },
        ]}
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
            actions={generatedKeyActions(t, key, {
              disabledReason: editReason,
              activateReason: isBeyond(key) ? t("generated.activateNotHeld") : undefined,
              edit: () => open(paths.editKey(account.name, "generated", key.key, search)),
              showUse: () => open(paths.keyUse(account.name, "generated", key.key, search)),
              deactivate: () => ask.deactivate(key),
              activate: () => ask.activate(key),
              remove: () => ask.remove(key),
            })}
          />
        )}
      />
      <Outlet />
    </>
  );
}

/** Whether a key's roles give more than the user holds, so that they may not activate it. */
function useIsBeyond(isEnabled: boolean): (key: GeneratedKey) => boolean {
  const { account, resources } = useAccess();
  const { data: roles } = useQuery({ ...rolesQuery(account.name), enabled: isEnabled });
  const held = new Set(resources);
  return (key) =>
    roles !== undefined &&
    [
      ...resourcesOf(
        roles,
        key.roles.map(({ id }) => id),
      ),
    ].some((resource) => !held.has(resource));
}
