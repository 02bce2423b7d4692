import { useTranslation } from "react-i18next";
import type { Invitation } from "../../api/invitations.ts";
import { type Action, ActionMenu } from "../../ui/ActionMenu.tsx";
import { StatusPill } from "../../ui/Badge.tsx";
import { Cell, Row } from "../../ui/Table.tsx";
import { RoleChips } from "../api-keys/list/RoleChips.tsx";
import { Day, describeAgo, describeUntil, useNow } from "../shared/Time.tsx";
import "./users.css";

/** What became of the mail with the newest link. */
const MAIL = {
  none: "invitations.mailNone",
  "on-its-way": "invitations.mailOnItsWay",
  sent: "invitations.mailSent",
  failed: "invitations.mailFailed",
} as const;

interface InvitationRowProps {
  readonly invitation: Invitation;
  readonly actions: readonly Action[];
}

export function InvitationRow({ invitation, actions }: InvitationRowProps) {
  const { t, i18n } = useTranslation();
  const nowMs = useNow();
  const { email, name, roles, createdAt, createdBy, expiresAt, mail } = invitation;
  const isExpired = invitation.status === "expired";
  const reason = isExpired
    ? t("invitations.expired", { when: describeAgo(expiresAt, nowMs, i18n.language) })
    : t("invitations.expires", { when: describeUntil(expiresAt, nowMs, i18n.language) });
  return (
    <Row>
      <Cell kind="header">
        <span className="key-cell-lines">
          <span className="user-name">
            <bdi>{email}</bdi>
          </span>
          {name !== null && (
            <span className="user-email">
              <bdi>{name}</bdi>
            </span>
          )}
        </span>
      </Cell>
      <Cell label={t("users.columnRoles")} isWide>
        <RoleChips roles={roles} holder={email} />
      </Cell>
      <Cell label={t("invitations.columnInvited")}>
        <span className="key-cell-lines">
          <Day at={createdAt} />
          <span className="key-cell-soft" title={t("list.by", { name: createdBy.name })}>
            <bdi>{t("list.by", { name: createdBy.name })}</bdi>
          </span>
        </span>
      </Cell>
      <Cell label={t("invitations.columnState")}>
        <span className="key-cell-lines">
          <StatusPill tone={isExpired ? "warning" : "neutral"} reason={reason}>
            {isExpired ? t("invitations.statusExpired") : t("invitations.statusPending")}
          </StatusPill>
          <span className={mail === "failed" ? "invitation-mail-failed" : "key-cell-hint"}>{t(MAIL[mail])}</span>
        </span>
      </Cell>
      <Cell kind="actions">
        <ActionMenu label={t("list.actionsFor", { key: email })} hint={t("list.actions")} actions={actions} />
      </Cell>
    </Row>
  );
}
