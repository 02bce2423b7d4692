import type { ReactNode } from "react";
import { Button, TooltipTrigger } from "react-aria-components";
import { Tooltip } from "./Tooltip.tsx";
import "./tooltip.css";

interface TooltippedProps {
  readonly hint: string;
  readonly children: ReactNode;
}

/** A few words that explain themselves where the pointer rests on them, or the focus. */
export function Tooltipped({ hint, children }: TooltippedProps) {
  return (
    <TooltipTrigger delay={200}>
      <Button className="tooltipped">{children}</Button>
      <Tooltip>{hint}</Tooltip>
    </TooltipTrigger>
  );
}
