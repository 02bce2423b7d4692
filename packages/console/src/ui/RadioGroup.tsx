import type { ReactNode } from "react";
import { Label, RadioButton, RadioField, RadioGroup as AriaRadioGroup, Text } from "react-aria-components";
import "./radio-group.css";

interface RadioOption<Id extends string> {
  readonly id: Id;
  readonly label: string;
  /** What choosing it means. */
  readonly description?: ReactNode;
}

interface RadioGroupProps<Id extends string> {
  readonly label: string;
  readonly description?: ReactNode;
  readonly options: readonly RadioOption<Id>[];
  readonly value: Id;
  readonly onChange: (id: Id) => void;
  /** Somebody who may not choose sees what is chosen. */
  readonly isReadOnly?: boolean;
  readonly isDisabled?: boolean;
}

/** One of a few, each said in full. */
export function RadioGroup<Id extends string>(props: RadioGroupProps<Id>) {
  const { label, description, options, value, onChange, isReadOnly = false, isDisabled = false } = props;
  return (
    <AriaRadioGroup
      value={value}
      isReadOnly={isReadOnly}
      isDisabled={isDisabled}
      onChange={(id) => {
        const chosen = options.find((option) => option.id === id);
        if (chosen) onChange(chosen.id);
      }}
      className="radio-group"
    >
      <Label className="radio-group-label">{label}</Label>
      {description !== undefined && (
        <Text slot="description" className="radio-group-description">
          {description}
        </Text>
      )}
      {options.map((option) => (
        <RadioField key={option.id} value={option.id} className="radio-field">
          <RadioButton className="radio">
            <span className="radio-mark" />
            <span className="radio-label">{option.label}</span>
          </RadioButton>
          {option.description !== undefined && (
            <Text slot="description" className="radio-description">
              {option.description}
            </Text>
          )}
        </RadioField>
      ))}
    </AriaRadioGroup>
  );
}
