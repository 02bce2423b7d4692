import { Button, Input, SearchField as AriaSearchField } from "react-aria-components";
import { Icon } from "./Icon.tsx";
import "./search-field.css";

interface SearchFieldProps {
  readonly label: string;
  readonly placeholder: string;
  readonly clearLabel: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** Escape and its own button empty it. */
export function SearchField({ label, placeholder, clearLabel, value, onChange }: SearchFieldProps) {
  return (
    <AriaSearchField aria-label={label} value={value} onChange={onChange} maxLength={200} className="search-field">
      <Icon name="search" />
      <Input placeholder={placeholder} className="search-field-input" autoComplete="off" spellCheck="false" />
      <Button aria-label={clearLabel} className="search-field-clear">
        <Icon name="close" />
      </Button>
    </AriaSearchField>
  );
}
