import type { ReactNode } from "react";
import { Icon } from "./Icon.tsx";
import "./row-alert.css";

interface RowAlertProps {
  readonly tone: "warning" | "danger";
  readonly title: ReactNode;
  readonly children?: ReactNode;
}

/** Something in a row that somebody has to see to. */
export function RowAlert({ tone, title, children }: RowAlertProps) {
  return (
    <span className="row-alert" data-tone={tone}>
      <Icon name="warning" />
      <span className="row-alert-lines">
        <span className="row-alert-title">{title}</span>
        {children !== undefined && <span className="row-alert-text">{children}</span>}
      </span>
    </span>
  );
}
