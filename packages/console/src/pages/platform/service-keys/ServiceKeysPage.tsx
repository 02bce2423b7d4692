import { useQuery } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { serviceKeyListQuery, type ServiceKeySort } from "../../../api/service-keys.ts";
import { paths } from "../../../paths.ts";
import { ActionMenu } from "../../../ui/ActionMenu.tsx";
import { Button } from "../../../ui/Button.tsx";
import { Message } from "../../../ui/Message.tsx";
import { Cell, Row } from "../../../ui/Table.tsx";
import { type ColumnSpec, KeyList } from "../../api-keys/list/KeyList.tsx";
import { useListState } from "../../api-keys/list/use-list-state.ts";
import { Moment } from "../../shared/Time.tsx";
import { PlatformPage } from "../PlatformPage.tsx";
import { useDeleteServiceKey } from "./use-delete-service-key.tsx";

const route = getRouteApi("/signed-in/platform/service-keys");

/** Platform > Service keys: by which the platform's services ask for verifications. */
export function ServiceKeysPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const search = route.useSearch();
  const state = useListState(search, "name");
  const list = useQuery(serviceKeyListQuery(state.query));
  const remove = useDeleteServiceKey();

  const columns: readonly ColumnSpec<ServiceKeySort>[] = [
    { id: "name", label: t("serviceKeys.columnService"), width: "auto", sortBy: "name" },
    { id: "created", label: t("serviceKeys.columnCreated"), width: "248px", sortBy: "createdAt" },
    { id: "actions", label: t("list.actions"), width: "56px" },
  ];
  const generateButton = (
    <Button
      variant="primary"
      icon="plus"
      onPress={() => void navigate({ href: paths.generateServiceKey(search), state: true })}
    >
      {t("serviceKeys.generate")}
    </Button>
  );
  return (
    <PlatformPage title={t("serviceKeys.title")} about={t("serviceKeys.about")}>
      <KeyList
        label={t("serviceKeys.title")}
        filters={null}
        words={{
          errorTitle: t("serviceKeys.errorTitle"),
          noMatchTitle: t("list.emptyPageTitle"),
          noMatchText: t("list.emptyPageText"),
        }}
        columns={columns}
        list={list}
        state={state}
        action={generateButton}
        empty={
          <Message icon="key" title={t("serviceKeys.emptyTitle")} actions={generateButton}>
            <p>{t("serviceKeys.emptyText")}</p>
          </Message>
        }
        renderRow={(serviceKey) => (
          <Row key={serviceKey.id}>
            <Cell kind="header">
              <bdi className="key-cell-title">{serviceKey.name}</bdi>
            </Cell>
            <Cell label={t("serviceKeys.columnCreated")} isWide>
              <Moment at={serviceKey.createdAt} />
            </Cell>
            <Cell kind="actions">
              <ActionMenu
                label={t("list.actionsFor", { key: serviceKey.name })}
                hint={t("list.actions")}
                actions={[
                  {
                    id: "delete",
                    label: t("serviceKeys.delete"),
                    icon: "trash",
                    tone: "danger",
                    onAction: () => remove(serviceKey),
                  },
                ]}
              />
            </Cell>
          </Row>
        )}
      />
    </PlatformPage>
  );
}
