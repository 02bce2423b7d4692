import { useTranslation } from "react-i18next";
import type { AuditEvent } from "../../api/audit.ts";
import { useResourceName } from "../shared/access-context.ts";
import { Moment } from "../shared/Time.tsx";
import { describeEvent } from "../webhooks/webhook-words.ts";
import { describeChoice } from "./audit-wording.ts";

type Value = NonNullable<AuditEvent["after"]>[string];

interface FieldValueProps {
  readonly field: string;
  readonly value: Value;
  /** The value on the other side of the change, where there is one. */
  readonly other: Value | undefined;
  /** What is said of a part that the other side lacks. */
  readonly mark: "added" | "removed";
  readonly roleNames: (id: string) => string;
}

/** A value as a person would say it: roles and permissions by name, times as such. */
export function FieldValue({ field, value, other, mark, roleNames }: FieldValueProps) {
  const { t, i18n } = useTranslation();
  const resourceName = useResourceName();
  // A webhook that names no kinds of events is told all of them.
  if (value === null && field === "events") return t("webhooks.everything");
  if (value === null || value === "" || (Array.isArray(value) && value.length === 0)) {
    return <span className="audit-nothing">{t("audit.nothing")}</span>;
  }
  if (Array.isArray(value)) {
    const nameOf = (part: string): string => {
      if (field === "roles") return roleNames(part);
      if (field === "events") return describeEvent(t, part);
      return field.toLowerCase().includes("resources") ? resourceName(part) : part;
    };
    return (
      <ul className="audit-values">
        {value.map((part) => {
          const isNew = Array.isArray(other) && !other.includes(part);
          return (
            <li key={part} data-mark={isNew ? mark : undefined} title={part}>
              <bdi>{nameOf(part)}</bdi>
              {isNew && (
                <span className="visually-hidden">{` (${t(mark === "added" ? "audit.added" : "audit.removed")})`}</span>
              )}
            </li>
          );
        })}
      </ul>
    );
  }
  if (typeof value === "number" && field.endsWith("At")) return <Moment at={new Date(value).toISOString()} />;
  if (typeof value === "number") return new Intl.NumberFormat(i18n.language).format(value);
  if (typeof value !== "string") return <code>{String(value)}</code>;
  return <bdi>{describeChoice(t, field, value)}</bdi>;
}
