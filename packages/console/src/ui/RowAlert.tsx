import { Icon } from "./Icon.tsx";
import "./row-alert.css";

interface RowAlertProps {
  readonly tone: "warning" | "danger";
  readonly title: string;
  /** More about it, for who listens, and where the pointer rests on it: a row has no room for sentences. */
  readonly hint: string;
}

/** Something in a row that somebody has to see to. */
export function RowAlert({ tone, title, hint }: RowAlertProps) {
  return (
    <span className="row-alert" data-tone={tone} title={hint}>
      <Icon name="warning" />
      <span className="row-alert-title">
        {title}
        <span className="visually-hidden">. {hint}</span>
      </span>
    </span>
  );
}
