import { useTranslation } from "react-i18next";
import type { GeneratedKey } from "../../../api/generated-keys.ts";
import { type Action, ActionMenu } from "../../../ui/ActionMenu.tsx";
import { StatusPill } from "../../../ui/Badge.tsx";
import { CopyText } from "../../../ui/CopyText.tsx";
import { Cell, DetailRow, Row } from "../../../ui/Table.tsx";
import { Day } from "../../shared/Time.tsx";
import { RateLimit } from "../limits/RateLimit.tsx";
import { Networks } from "../networks/Networks.tsx";
import { LastUsed } from "../list/LastUsed.tsx";
import { RoleChips } from "../list/RoleChips.tsx";
import { TokenAlertText } from "./TokenAlertText.tsx";
import { hasTokenNews, TokenState } from "./TokenState.tsx";

interface GeneratedKeyRowProps {
  readonly generatedKey: GeneratedKey;
  readonly actions: readonly Action[];
  readonly columnCount: number;
}

export function GeneratedKeyRow({ generatedKey, actions, columnCount }: GeneratedKeyRowProps) {
  const { t } = useTranslation();
  const { key, name, roles, createdAt, createdBy, status, hostCount, lastUsedAt, requestsPerMinute, quarantined } =
    generatedKey;
  return (
    <>
      <Row>
        <Cell kind="header">
          <span className="key-cell-lines">
            <CopyText text={key} label={t("list.copyKey", { key })} copiedLabel={t("list.keyCopied")} />
            <span className="key-cell-names">
              <bdi>{name}</bdi>
              {hostCount > 0 && (
                <>
                  <span className="key-cell-dot" aria-hidden="true" />
                  <span className="key-cell-own-name">{t("generated.hosts", { count: hostCount })}</span>
                </>
              )}
            </span>
          </span>
        </Cell>
        <Cell label={t("generated.columnRoles")} isWide>
          <RoleChips roles={roles} holder={key} />
        </Cell>
        <Cell label={t("generated.columnCreated")}>
          <span className="key-cell-lines">
            <Day at={createdAt} />
            <span className="key-cell-soft" title={t("list.by", { name: createdBy.name })}>
              <bdi>{t("list.by", { name: createdBy.name })}</bdi>
            </span>
          </span>
        </Cell>
        <Cell label={t("generated.columnStatus")}>
          <span className="key-cell-lines">
            <StatusPill
              tone={status === "active" ? "positive" : quarantined ? "warning" : "neutral"}
              {...(quarantined && { reason: t("quarantine.reason") })}
            >
              {status === "active" ? t("list.active") : t("list.inactive")}
            </StatusPill>
            <LastUsed at={lastUsedAt} />
            <RateLimit perMinute={requestsPerMinute} />
            <Networks networks={generatedKey.allowedNetworks} />
            <TokenAlertText generatedKey={generatedKey} />
          </span>
        </Cell>
        <Cell kind="actions">
          <ActionMenu label={t("list.actionsFor", { key })} hint={t("list.actions")} actions={actions} />
        </Cell>
      </Row>
      {hasTokenNews(generatedKey) && (
        <DetailRow columns={columnCount}>
          <TokenState generatedKey={generatedKey} />
        </DetailRow>
      )}
    </>
  );
}
