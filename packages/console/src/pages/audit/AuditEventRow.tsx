import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import type { AuditEvent } from "../../api/audit.ts";
import { ExpandButton } from "../../ui/ExpandButton.tsx";
import { Cell, DetailRow, Row } from "../../ui/Table.tsx";
import { Tooltipped } from "../../ui/Tooltipped.tsx";
import { Moment } from "../shared/Time.tsx";
import type { AuditEventProps } from "./audit-event-props.ts";
import { EventDetails } from "./EventDetails.tsx";
import { describeAction } from "./audit-wording.ts";

/** One entry of the log, and on request everything that it says. */
export function AuditEventRow({ event, roleNames, onNarrow }: AuditEventProps) {
  const { t } = useTranslation();
  const detailsId = useId();
  const [isExpanded, setExpanded] = useState(false);
  const { actor, at, counterpart, ip, sequence, target } = event;
  const subject = nameOf(event);
  return (
    <>
      <Row>
        <Cell label={t("audit.columnWhen")}>
          <Moment at={at} />
        </Cell>
        <Cell label={t("audit.columnWho")}>
          <span className="key-cell-lines">
            <bdi className="audit-name">{actor.name}</bdi>
            <span className="key-cell-soft">
              <ActorKind event={event} />
            </span>
          </span>
        </Cell>
        <Cell kind="header">
          <span className="key-cell-lines">
            <span className="audit-what">{describeAction(t, event.action)}</span>
            <span className="audit-target">
              {subject !== undefined && <bdi>{subject}</bdi>}
              {(subject === undefined || target.startsWith("lk-")) && <code>{target}</code>}
              {counterpart !== null && counterpart !== actor.id && (
                <bdi className="audit-with">{t("audit.with", { company: counterpart })}</bdi>
              )}
            </span>
          </span>
        </Cell>
        <Cell label={t("audit.columnFrom")}>
          {ip === null ? (
            <Tooltipped hint={t("audit.noAddressHint")}>{t("audit.noAddress")}</Tooltipped>
          ) : (
            <code className="audit-ip">{ip}</code>
          )}
        </Cell>
        <Cell kind="actions">
          <ExpandButton
            label={t("audit.showOf", { sequence })}
            isExpanded={isExpanded}
            onToggle={() => setExpanded(!isExpanded)}
            controls={detailsId}
          >
            {t("audit.show")}
          </ExpandButton>
        </Cell>
      </Row>
      {isExpanded && (
        <DetailRow id={detailsId} columns={5}>
          <EventDetails event={event} roleNames={roleNames} onNarrow={onNarrow} />
        </DetailRow>
      )}
    </>
  );
}

/** What kind of actor it was; a key of another company is called that. */
function ActorKind({ event: { actor, actorOwner } }: { readonly event: AuditEvent }) {
  const { t } = useTranslation();
  if (actorOwner !== null) {
    return (
      <bdi className="audit-foreign" title={actorOwner.account}>
        {t("audit.keyOf", { owner: actorOwner.displayName })}
      </bdi>
    );
  }
  switch (actor.kind) {
    case "user":
      return t("audit.user");
    case "key":
      return t("audit.ownKey");
    case "operator":
      return t("audit.operator");
    case "link":
      return t("audit.link");
    case "account":
      return <span className="audit-foreign">{t("audit.otherCompany")}</span>;
    case "system":
      return t("audit.system");
  }
}

/** What the thing is called, where the entry says so. */
function nameOf({ after, before }: AuditEvent): string | undefined {
  for (const fields of [after, before]) {
    for (const name of ["name", "displayName", "email"]) {
      const value = fields?.[name];
      if (typeof value === "string" && value !== "") return value;
    }
  }
  return undefined;
}
