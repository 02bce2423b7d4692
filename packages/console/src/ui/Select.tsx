import { useId } from "react";
import { Icon } from "./Icon.tsx";
import "./select.css";

interface SelectProps<Value extends string> {
  readonly label: string;
  readonly options: readonly { readonly value: Value; readonly label: string }[];
  readonly value: Value;
  readonly onChange: (value: Value) => void;
}

/** One of several, by the platform's own list. */
export function Select<Value extends string>({ label, options, value, onChange }: SelectProps<Value>) {
  const id = useId();
  return (
    <span className="select">
      <label className="select-label" htmlFor={id}>
        {label}
      </label>
      <span className="select-control">
        <select
          id={id}
          className="select-input"
          value={value}
          title={options.find((option) => option.value === value)?.label}
          onChange={(event) => {
            const chosen = options.find((option) => option.value === event.target.value);
            if (chosen) onChange(chosen.value);
          }}
        >
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
        <Icon name="chevronDown" />
      </span>
    </span>
  );
}
