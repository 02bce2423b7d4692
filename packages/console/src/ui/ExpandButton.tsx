import type { ReactNode } from "react";
import { Button } from "react-aria-components";
import { Icon } from "./Icon.tsx";
import "./expand-button.css";

interface ExpandButtonProps {
  /** Says what is shown or hidden. Has the visible words in it, for who speaks them. */
  readonly label: string;
  readonly isExpanded: boolean;
  readonly onToggle: () => void;
  /** Id of what is shown or hidden. */
  readonly controls: string;
  readonly children: ReactNode;
}

/** A few words that show or hide what stands below. */
export function ExpandButton({ label, isExpanded, onToggle, controls, children }: ExpandButtonProps) {
  return (
    <Button
      className="expand-button"
      aria-label={label}
      aria-expanded={isExpanded}
      aria-controls={controls}
      onPress={onToggle}
      data-expanded={isExpanded || undefined}
    >
      {children}
      <Icon name="chevronDown" />
    </Button>
  );
}
