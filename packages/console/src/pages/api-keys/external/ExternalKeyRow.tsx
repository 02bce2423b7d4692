import { useTranslation } from "react-i18next";
import type { ExternalKey } from "../../../api/external-keys.ts";
import { type Action, ActionMenu } from "../../../ui/ActionMenu.tsx";
import { StatusPill } from "../../../ui/Badge.tsx";
import { CopyText } from "../../../ui/CopyText.tsx";
import { Cell, Row } from "../../../ui/Table.tsx";
import { Day } from "../../shared/Time.tsx";
import { RateLimit } from "../limits/RateLimit.tsx";
import { Networks } from "../networks/Networks.tsx";
import { LastUsed } from "../list/LastUsed.tsx";
import { RoleChips } from "../list/RoleChips.tsx";
import { describeStatusReason } from "./status-reason.ts";

interface ExternalKeyRowProps {
  readonly externalKey: ExternalKey;
  readonly actions: readonly Action[];
}

export function ExternalKeyRow({ externalKey, actions }: ExternalKeyRowProps) {
  const { t } = useTranslation();
  const { key, owner, name, roles, addedAt, addedBy, status, lastUsedAt, requestsPerMinute } = externalKey;
  const reason = describeStatusReason(t, externalKey);
  return (
    <Row>
      <Cell kind="header">
        <span className="key-cell-lines">
          <CopyText text={key} label={t("list.copyKey", { key })} copiedLabel={t("list.keyCopied")} />
          <span className="key-cell-names">
            <bdi>{owner.displayName}</bdi>
            {name !== owner.displayName && (
              <>
                <span className="key-cell-dot" aria-hidden="true" />
                <bdi className="key-cell-own-name">{name}</bdi>
              </>
            )}
          </span>
        </span>
      </Cell>
      <Cell label={t("external.columnRoles")} isWide>
        <RoleChips roles={roles} holder={key} />
      </Cell>
      <Cell label={t("external.columnAdded")}>
        <span className="key-cell-lines">
          <Day at={addedAt} />
          <span className="key-cell-soft" title={t("list.by", { name: addedBy.name })}>
            <bdi>{t("list.by", { name: addedBy.name })}</bdi>
          </span>
        </span>
      </Cell>
      <Cell label={t("external.columnStatus")}>
        <span className="key-cell-lines">
          <StatusPill
            tone={
              status === "active"
                ? "positive"
                : externalKey.suspendedHere && !externalKey.quarantined
                  ? "neutral"
                  : "warning"
            }
            {...(reason !== undefined && { reason })}
          >
            {status === "active" ? t("list.active") : t("list.inactive")}
          </StatusPill>
          <LastUsed at={lastUsedAt} />
          <RateLimit perMinute={requestsPerMinute} />
          <Networks networks={externalKey.allowedNetworks} />
        </span>
      </Cell>
      <Cell kind="actions">
        <ActionMenu label={t("list.actionsFor", { key })} hint={t("list.actions")} actions={actions} />
      </Cell>
    </Row>
  );
}
