import type { ReactNode } from "react";
import { Icon } from "./Icon.tsx";
import "./banner.css";

interface BannerProps {
  readonly tone: "info" | "success" | "warning" | "danger";
  readonly title?: ReactNode;
  readonly children?: ReactNode;
  /** Default: none. `alert` is read out at once, `status` when there is a pause. */
  readonly announce?: "alert" | "status";
}

/** A message that stands where it matters until it no longer does. */
export function Banner({ tone, title, children, announce }: BannerProps) {
  return (
    <div className="banner" data-tone={tone} role={announce}>
      <Icon name={tone === "info" ? "info" : tone === "success" ? "check" : "warning"} />
      <div className="banner-text">
        {title !== undefined && <p className="banner-title">{title}</p>}
        {children}
      </div>
    </div>
  );
}
