import type { ReactNode } from "react";
import { Icon, type IconName } from "./Icon.tsx";
import "./message.css";

interface MessageProps {
  readonly icon: IconName;
  readonly title: string;
  /** Default: 2. 1 where it is all that the page has to say. */
  readonly level?: 1 | 2;
  readonly children?: ReactNode;
  /** What can be done about it. */
  readonly actions?: ReactNode;
  /** Small print, such as the id of the request that failed. */
  readonly note?: ReactNode;
  readonly announce?: "alert" | "status";
}

/** Stands in the place of content that isn't there: nothing yet, nothing found, not allowed, not working. */
export function Message({ icon, title, level = 2, children, actions, note, announce }: MessageProps) {
  const Title = level === 1 ? "h1" : "h2";
  return (
    <div className="message" role={announce}>
      <span className="message-icon">
        <Icon name={icon} />
      </span>
      <Title className="message-title">{title}</Title>
      {children !== undefined && <div className="message-text">{children}</div>}
      {actions !== undefined && <div className="message-actions">{actions}</div>}
      {note !== undefined && <p className="message-note">{note}</p>}
    </div>
  );
}
