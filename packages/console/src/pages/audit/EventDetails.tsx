import { useTranslation } from "react-i18next";
import { Button } from "../../ui/Button.tsx";
import type { AuditEventProps } from "./audit-event-props.ts";
import { FieldValue } from "./FieldValue.tsx";
import { describeField, isFieldNamed } from "./audit-wording.ts";

/** Everything that an entry says: what changed, field by field, and its small print. */
export function EventDetails({ event, roleNames, onNarrow }: AuditEventProps) {
  const { t } = useTranslation();
  const { action, actor, at, counterpart, ip, requestId, sequence, target } = event;
  const facts = [
    { label: t("audit.exactTime"), value: at },
    { label: t("audit.sequence"), value: String(sequence) },
    { label: t("audit.actionId"), value: action },
    { label: t("audit.targetId"), value: target },
    { label: t("audit.actorId"), value: actor.id },
    { label: t("audit.counterpart"), value: counterpart },
    { label: t("audit.address"), value: ip },
    { label: t("audit.requestId"), value: requestId },
  ].filter(({ value }) => value !== null);
  return (
    <div className="audit-details">
      <Changes event={event} roleNames={roleNames} />
      <dl className="audit-facts">
        {facts.map(({ label, value }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>
              <code>{value}</code>
            </dd>
          </div>
        ))}
      </dl>
      <div className="audit-narrow">
        <Button size="small" icon="search" onPress={() => onNarrow({ target })}>
          {t("audit.filterTarget")}
        </Button>
        <Button size="small" icon="search" onPress={() => onNarrow({ actor: actor.id })}>
          {t("audit.filterActor")}
        </Button>
      </div>
    </div>
  );
}

function Changes({ event, roleNames }: Pick<AuditEventProps, "event" | "roleNames">) {
  const { t } = useTranslation();
  const { after, before } = event;
  const fields = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  if (fields.length === 0) return <p className="audit-no-fields">{t("audit.noFields")}</p>;
  const sides = [
    ...(before === null ? [] : [{ label: t("audit.before"), values: before, others: after ?? undefined }]),
    ...(after === null ? [] : [{ label: t("audit.after"), values: after, others: before ?? undefined }]),
  ];
  return (
    <table className="audit-changes" aria-label={t("audit.changes")}>
      <thead>
        <tr>
          <th scope="col">{t("audit.field")}</th>
          {sides.map(({ label }) => (
            <th key={label} scope="col">
              {label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {fields.map((field) => (
          <tr key={field}>
            <th scope="row">{isFieldNamed(field) ? describeField(t, field) : <code>{field}</code>}</th>
            {sides.map(({ label, values, others }) => (
              <td key={label}>
                <span className="audit-changes-side">{label}</span>
                <FieldValue
                  field={field}
                  value={values[field] ?? null}
                  other={others?.[field]}
                  mark={values === before ? "removed" : "added"}
                  roleNames={roleNames}
                />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
