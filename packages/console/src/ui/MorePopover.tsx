import type { ReactNode } from "react";
import { Button, DialogTrigger, Popover } from "react-aria-components";
import "./more-popover.css";

interface MorePopoverProps {
  /** What the button shows: "+3". */
  readonly text: string;
  /** Says what the text leaves unsaid, beginning with the text. */
  readonly label: string;
  /** What it opens. */
  readonly title: string;
  readonly children: ReactNode;
}

/** A small button that opens what there was no room for. */
export function MorePopover({ text, label, title, children }: MorePopoverProps) {
  return (
    <DialogTrigger>
      <Button className="more-button" aria-label={label}>
        {text}
      </Button>
      <Popover className="more-popover" offset={4} aria-label={title}>
        {children}
      </Popover>
    </DialogTrigger>
  );
}
