import type { ReactNode } from "react";
import { CheckboxButton, CheckboxField } from "react-aria-components";
import { Icon } from "./Icon.tsx";
import "./checkbox.css";

interface CheckboxProps {
  readonly children: ReactNode;
  readonly isSelected: boolean;
  readonly onChange: (isSelected: boolean) => void;
  readonly isDisabled?: boolean;
  /** Id of the element that says more about it. */
  readonly describedBy?: string | undefined;
}

export function Checkbox({ children, isSelected, onChange, isDisabled = false, describedBy }: CheckboxProps) {
  return (
    <CheckboxField
      isSelected={isSelected}
      onChange={onChange}
      isDisabled={isDisabled}
      className="checkbox-field"
      {...(describedBy !== undefined && { "aria-describedby": describedBy })}
    >
      <CheckboxButton className="checkbox">
        <span className="checkbox-box">
          <Icon name="check" />
        </span>
        <span className="checkbox-label">{children}</span>
      </CheckboxButton>
    </CheckboxField>
  );
}
