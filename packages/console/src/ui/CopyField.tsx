import { useId, useRef } from "react";
import { Button } from "./Button.tsx";
import { useCopy } from "./use-copy.ts";
import "./copy.css";

interface CopyFieldProps {
  readonly label: string;
  readonly text: string;
  readonly copyLabel: string;
  readonly copiedLabel: string;
  /** Shown where the browser refuses the clipboard: the text is then selected, to be copied by hand. */
  readonly failedLabel: string;
  readonly onCopied?: () => void;
}

/** A whole string with a button that copies it. */
export function CopyField({ label, text, copyLabel, copiedLabel, failedLabel, onCopied }: CopyFieldProps) {
  const id = useId();
  const shown = useRef<HTMLElement>(null);
  const { state, copy } = useCopy(text);

  async function press() {
    if (await copy()) onCopied?.();
    else if (shown.current) getSelection()?.selectAllChildren(shown.current);
  }

  return (
    <div className="copy-field" role="group" aria-labelledby={id}>
      <span id={id} className="field-label">
        {label}
      </span>
      <div className="copy-field-control">
        <code ref={shown} className="copy-field-text" onCopy={onCopied}>
          {text}
        </code>
        <Button icon={state === "copied" ? "check" : "copy"} onPress={() => void press()}>
          {state === "copied" ? copiedLabel : copyLabel}
        </Button>
      </div>
      <span role="status" className="copy-field-status" data-visible={state === "failed" || undefined}>
        {state === "copied" ? copiedLabel : state === "failed" ? failedLabel : ""}
      </span>
    </div>
  );
}
