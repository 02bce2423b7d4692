import { useTranslation } from "react-i18next";
import type { Operator } from "../../../api/operators.ts";
import { ActionMenu } from "../../../ui/ActionMenu.tsx";
import { StatusPill } from "../../../ui/Badge.tsx";
import { Cell, Row } from "../../../ui/Table.tsx";
import { Ago, Day } from "../../shared/Time.tsx";

interface OperatorRowProps {
  readonly operator: Operator;
  /** Whether it is the signed-in person. */
  readonly isSelf: boolean;
  readonly onReset: () => void;
  readonly onRemove: () => void;
}

export function OperatorRow({ operator, isSelf, onReset, onRemove }: OperatorRowProps) {
  const { t } = useTranslation();
  const { name, email, twoFactor, lastSignInAt, addedAt, addedBy } = operator;
  return (
    <Row>
      <Cell kind="header">
        <span className="key-cell-lines">
          <bdi className="key-cell-title">{name}</bdi>
          <span className="key-cell-soft" title={email}>
            {email}
          </span>
        </span>
      </Cell>
      <Cell label={t("operators.columnTwoFactor")}>
        <StatusPill tone={twoFactor ? "positive" : "neutral"}>
          {twoFactor ? t("profile.twoFactorOn") : t("profile.twoFactorOff")}
        </StatusPill>
      </Cell>
      <Cell label={t("operators.columnLastSignIn")}>
        {lastSignInAt === null ? (
          <span className="key-cell-hint">{t("operators.never")}</span>
        ) : (
          <Ago at={lastSignInAt} />
        )}
      </Cell>
      <Cell label={t("operators.columnAdded")}>
        <span className="key-cell-lines">
          <Day at={addedAt} />
          <span className="key-cell-soft" title={t("list.by", { name: addedBy.name })}>
            <bdi>{t("list.by", { name: addedBy.name })}</bdi>
          </span>
        </span>
      </Cell>
      <Cell kind="actions">
        <ActionMenu
          label={t("list.actionsFor", { key: name })}
          hint={t("list.actions")}
          actions={[
            {
              id: "password",
              label: t("resetPassword.action"),
              icon: "link",
              onAction: onReset,
              disabledReason: isSelf ? t("resetPassword.own") : undefined,
            },
            { id: "remove", label: t("operators.remove"), icon: "trash", tone: "danger", onAction: onRemove },
          ]}
        />
      </Cell>
    </Row>
  );
}
