import { useTranslation } from "react-i18next";
import type { AccountUser } from "../../api/users.ts";
import { type Action, ActionMenu } from "../../ui/ActionMenu.tsx";
import { StatusPill } from "../../ui/Badge.tsx";
import { Cell, Row } from "../../ui/Table.tsx";
import { RoleChips } from "../api-keys/list/RoleChips.tsx";
import { Ago, Day } from "../shared/Time.tsx";
import "./users.css";

interface UserRowProps {
  readonly user: AccountUser;
  /** Whether it is the signed-in person. */
  readonly isSelf: boolean;
  readonly actions: readonly Action[];
}

export function UserRow({ user, isSelf, actions }: UserRowProps) {
  const { t } = useTranslation();
  const { email, name, roles, addedAt, lastSignInAt, twoFactor } = user;
  return (
    <Row>
      <Cell kind="header">
        <span className="key-cell-lines">
          <span className="user-name">
            <bdi>{name}</bdi>
            {isSelf && <span className="key-cell-hint">{t("users.self")}</span>}
          </span>
          <span className="user-email">
            <bdi>{email}</bdi>
          </span>
        </span>
      </Cell>
      <Cell label={t("users.columnRoles")} isWide>
        <RoleChips roles={roles} holder={name} />
      </Cell>
      <Cell label={t("users.columnAdded")}>
        <Day at={addedAt} />
      </Cell>
      <Cell label={t("users.columnSignIn")}>
        {lastSignInAt === null ? <span className="key-cell-hint">{t("users.never")}</span> : <Ago at={lastSignInAt} />}
      </Cell>
      <Cell label={t("users.columnTwoFactor")}>
        <StatusPill tone={twoFactor ? "positive" : "neutral"}>
          {twoFactor ? t("users.twoFactorOn") : t("users.twoFactorOff")}
        </StatusPill>
      </Cell>
      <Cell kind="actions">
        <ActionMenu label={t("list.actionsFor", { key: name })} hint={t("list.actions")} actions={actions} />
      </Cell>
    </Row>
  );
}
