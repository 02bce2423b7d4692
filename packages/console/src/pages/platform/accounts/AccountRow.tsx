import { Link } from "react-aria-components";
import { useTranslation } from "react-i18next";
import type { Account } from "../../../api/platform-accounts.ts";
import { paths } from "../../../paths.ts";
import { type Action, ActionMenu } from "../../../ui/ActionMenu.tsx";
import { StatusPill } from "../../../ui/Badge.tsx";
import { Cell, Row } from "../../../ui/Table.tsx";
import { Day } from "../../shared/Time.tsx";

interface AccountRowProps {
  readonly account: Account;
  readonly actions: readonly Action[];
}

export function AccountRow({ account: { name, displayName, status, createdAt }, actions }: AccountRowProps) {
  const { t } = useTranslation();
  return (
    <Row>
      <Cell kind="header">
        <span className="key-cell-lines">
          <Link href={paths.apiKeys(name)} className="key-cell-title">
            <bdi>{displayName}</bdi>
          </Link>
          <code className="key-cell-soft">{name}</code>
        </span>
      </Cell>
      <Cell label={t("list.status")}>
        <StatusPill tone={status === "active" ? "positive" : "warning"}>
          {status === "active" ? t("accounts.statusActive") : t("accounts.statusSuspended")}
        </StatusPill>
      </Cell>
      <Cell label={t("accounts.columnCreated")}>
        <Day at={createdAt} />
      </Cell>
      <Cell kind="actions">
        <ActionMenu label={t("list.actionsFor", { key: displayName })} hint={t("list.actions")} actions={actions} />
      </Cell>
    </Row>
  );
}
