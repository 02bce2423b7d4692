import { useQuery } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Operator, operatorListQuery, type OperatorSort } from "../../../api/operators.ts";
import { beginOperatorPasswordReset } from "../../../api/password-resets.ts";
import { sessionQuery } from "../../../api/session.ts";
import { paths } from "../../../paths.ts";
import { Button } from "../../../ui/Button.tsx";
import { Message } from "../../../ui/Message.tsx";
import { type ColumnSpec, KeyList } from "../../api-keys/list/KeyList.tsx";
import { useListState } from "../../api-keys/list/use-list-state.ts";
import { ResetPasswordPanel } from "../../shared/ResetPasswordPanel.tsx";
import { PlatformPage } from "../PlatformPage.tsx";
import { OperatorRow } from "./OperatorRow.tsx";
import { useRemoveOperator } from "./use-remove-operator.tsx";

const route = getRouteApi("/signed-in/platform/operators");

/** Platform > Operators: the people of the platform team. */
export function OperatorsPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const search = route.useSearch();
  const state = useListState(search, "name");
  const list = useQuery(operatorListQuery(state.query));
  const remove = useRemoveOperator();
  const { data: session } = useQuery({ ...sessionQuery, enabled: false });
  const [resetting, setResetting] = useState<Operator>();

  const columns: readonly ColumnSpec<OperatorSort>[] = [
    { id: "operator", label: t("operators.columnOperator"), width: "auto", sortBy: "name" },
    { id: "two-factor", label: t("operators.columnTwoFactor"), width: "128px" },
    { id: "last-sign-in", label: t("operators.columnLastSignIn"), width: "152px" },
    { id: "added", label: t("operators.columnAdded"), width: "176px", sortBy: "addedAt" },
    { id: "actions", label: t("list.actions"), width: "56px" },
  ];
  const addButton = (
    <Button
      variant="primary"
      icon="plus"
      onPress={() => void navigate({ href: paths.addOperator(search), state: true })}
    >
      {t("operators.add")}
    </Button>
  );
  return (
    <PlatformPage title={t("operators.title")} about={t("operators.about")}>
      <KeyList
        label={t("operators.title")}
        filters={null}
        words={{
          errorTitle: t("operators.errorTitle"),
          noMatchTitle: t("list.emptyPageTitle"),
          noMatchText: t("list.emptyPageText"),
        }}
        columns={columns}
        extraSorts={[{ sortBy: "email", label: t("signIn.email") }]}
        list={list}
        state={state}
        action={addButton}
        empty={
          <Message icon="person" title={t("operators.emptyTitle")} actions={addButton}>
            <p>{t("operators.emptyText")}</p>
          </Message>
        }
        renderRow={(operator) => (
          <OperatorRow
            key={operator.id}
            operator={operator}
            isSelf={operator.id === session?.user?.id}
            onReset={() => setResetting(operator)}
            onRemove={() => remove(operator)}
          />
        )}
      />
      {resetting && (
        <ResetPasswordPanel
          person={resetting}
          begin={() => beginOperatorPasswordReset(resetting.id)}
          onClose={() => setResetting(undefined)}
        />
      )}
    </PlatformPage>
  );
}
