import type { ReactNode } from "react";
import { SwitchButton, SwitchField, Text } from "react-aria-components";
import "./switch.css";

interface SwitchProps {
  readonly children: ReactNode;
  readonly description?: ReactNode;
  readonly isSelected: boolean;
  readonly onChange: (isSelected: boolean) => void;
  /** Somebody who may not switch it sees how it stands. */
  readonly isReadOnly?: boolean;
}

/** Names a state ("Active"), which is on or off. */
export function Switch({ children, description, isSelected, onChange, isReadOnly = false }: SwitchProps) {
  return (
    <SwitchField isSelected={isSelected} onChange={onChange} isReadOnly={isReadOnly}>
      <SwitchButton className="switch">
        <span className="switch-track" />
        {children}
      </SwitchButton>
      {description !== undefined && (
        <Text slot="description" className="switch-description">
          {description}
        </Text>
      )}
    </SwitchField>
  );
}
