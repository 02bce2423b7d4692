import type { Ref } from "react";
import { Button as AriaButton, TooltipTrigger } from "react-aria-components";
import { Icon, type IconName } from "./Icon.tsx";
import { Tooltip } from "./Tooltip.tsx";
import "./button.css";

interface IconButtonProps {
  readonly icon: IconName;
  /** What it does, and to what: two buttons of one view never have the same label. */
  readonly label: string;
  /** Shown on hover and focus where it should be shorter than the label. Default: the label. */
  readonly hint?: string;
  readonly onPress?: () => void;
  readonly slot?: string;
  readonly ref?: Ref<HTMLButtonElement>;
}

/** A square button without words. */
export function IconButton({ icon, label, hint, onPress, ...rest }: IconButtonProps) {
  return (
    <TooltipTrigger delay={500}>
      <AriaButton
        {...rest}
        {...(onPress && { onPress })}
        aria-label={label}
        className="button"
        data-variant="quiet"
        data-square
      >
        <Icon name={icon} />
      </AriaButton>
      <Tooltip>{hint ?? label}</Tooltip>
    </TooltipTrigger>
  );
}
