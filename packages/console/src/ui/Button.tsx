import type { ReactNode, Ref } from "react";
import { Button as AriaButton, TooltipTrigger } from "react-aria-components";
import { Icon, type IconName } from "./Icon.tsx";
import { Tooltip } from "./Tooltip.tsx";
import "./button.css";

export interface ButtonProps {
  readonly children: ReactNode;
  /** Default: `secondary`. A view has at most one `primary`. */
  readonly variant?: "primary" | "secondary" | "quiet" | "danger";
  readonly icon?: IconName;
  /** Default: `medium`, 36 px high. */
  readonly size?: "small" | "medium";
  readonly onPress?: () => void;
  /** Default: `button`. */
  readonly type?: "button" | "submit";
  /** Id of the form that a `submit` button outside of it belongs to. */
  readonly form?: string;
  /** While what it started goes on: it can't be pressed again, and keeps its size and the focus. */
  readonly isPending?: boolean;
  /** Why it can't be pressed now. It then looks disabled, but can be focused, and says so. */
  readonly disabledReason?: string | undefined;
  /** For one that is on or off; absent: it is none. */
  readonly isPressed?: boolean;
  readonly slot?: string;
  readonly autoFocus?: boolean;
  readonly ref?: Ref<HTMLButtonElement>;
}

export function Button(props: ButtonProps) {
  const {
    children,
    variant = "secondary",
    icon,
    size = "medium",
    onPress,
    disabledReason,
    isPending = false,
    isPressed,
    ...rest
  } = props;
  const isDisabled = disabledReason !== undefined;
  const button = (
    <AriaButton
      {...rest}
      {...(isPressed !== undefined && { "aria-pressed": isPressed })}
      {...((isDisabled || isPending) && { "aria-disabled": true, type: "button" })}
      data-pending={isPending || undefined}
      className="button"
      data-variant={variant}
      data-size={size}
      onPress={() => {
        if (!isDisabled && !isPending) onPress?.();
      }}
    >
      <span className="button-content">
        {icon && <Icon name={icon} />}
        {children}
      </span>
      {isPending && <span className="button-pending" />}
    </AriaButton>
  );
  if (!isDisabled) return button;
  return (
    <TooltipTrigger delay={200}>
      {button}
      <Tooltip>{disabledReason}</Tooltip>
    </TooltipTrigger>
  );
}
