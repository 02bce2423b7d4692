import type { ReactNode } from "react";
import { Tooltip as AriaTooltip } from "react-aria-components";
import "./tooltip.css";

/** Words that explain what they hang on. Inside a `TooltipTrigger`, after what has them. */
export function Tooltip({ children }: { readonly children: ReactNode }) {
  return (
    <AriaTooltip className="tooltip" offset={6}>
      {children}
    </AriaTooltip>
  );
}
