import type { ReactNode } from "react";
import { Label, RadioButton, RadioField, RadioGroup as AriaRadioGroup, Text } from "react-aria-components";
import "./radio-group.css";

interface RadioGroupProps<Id extends string> {
  readonly label: string;
  readonly description?: ReactNode;
  readonly options: readonly { readonly id: Id; readonly label: string }[];
  readonly value: Id;
  readonly onChange: (id: Id) => void;
  /** Somebody who may not choose sees what is chosen. */
  readonly isReadOnly?: boolean;
}

/** One of a few, each said in full. */
export function RadioGroup<Id extends string>(props: RadioGroupProps<Id>) {
  const { label, description, options, value, onChange, isReadOnly = false } = props;
  return (
    <AriaRadioGroup
      value={value}
      isReadOnly={isReadOnly}
      onChange={(chosen) => {
        const option = options.find(({ id }) => id === chosen);
        if (option) onChange(option.id);
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
        <RadioField key={option.id} value={option.id}>
          <RadioButton className="radio">
            <span className="radio-mark" />
            {option.label}
          </RadioButton>
        </RadioField>
      ))}
    </AriaRadioGroup>
  );
}
