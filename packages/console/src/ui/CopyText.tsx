import { Button } from "react-aria-components";
import { Icon } from "./Icon.tsx";
import { useCopy } from "./use-copy.ts";
import "./copy.css";

interface CopyTextProps {
  readonly text: string;
  /** Label of the button, naming what is copied. */
  readonly label: string;
  /** Read out, and shown for a moment, once it is copied. */
  readonly copiedLabel: string;
}

/** A string that a click copies. */
export function CopyText({ text, label, copiedLabel }: CopyTextProps) {
  const { state, copy } = useCopy(text);
  return (
    <span className="copy-text">
      <Button
        className="copy-text-button"
        aria-label={label}
        onPress={() => void copy()}
        data-copied={state === "copied" || undefined}
      >
        <code>{text}</code>
        <Icon name={state === "copied" ? "check" : "copy"} />
      </Button>
      <span role="status" className="visually-hidden">
        {state === "copied" ? copiedLabel : ""}
      </span>
    </span>
  );
}
