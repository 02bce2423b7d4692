import type { ReactNode } from "react";
import { Button, Dialog, DialogTrigger, Popover } from "react-aria-components";
import "./more-popover.css";

interface MorePopoverProps {
  /** What the button shows: "+3". */
  readonly text: string;
  /** What it is about, for the button and what it opens. */
  readonly label: string;
  readonly children: ReactNode;
}

/** A small button that opens what there was no room for. */
export function MorePopover({ text, label, children }: MorePopoverProps) {
  return (
    <DialogTrigger>
      <Button className="more-button" aria-label={label}>
        {text}
      </Button>
      <Popover className="more-popover" offset={4}>
        <Dialog className="more-dialog" aria-label={label}>
          {children}
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}
