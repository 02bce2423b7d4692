import type { ReactNode } from "react";
import "./badge.css";

/** A short word in a box, for one of several things that something has. */
export function Badge({ children }: { readonly children: ReactNode }) {
  return <span className="badge">{children}</span>;
}

interface StatusPillProps {
  readonly tone: "positive" | "neutral" | "warning";
  readonly children: ReactNode;
  /** Why it is so. */
  readonly reason?: ReactNode;
}

export function StatusPill({ tone, children, reason }: StatusPillProps) {
  return (
    <span className="status">
      <span className="status-pill" data-tone={tone}>
        {children}
      </span>
      {reason !== undefined && <span className="status-reason">{reason}</span>}
    </span>
  );
}
