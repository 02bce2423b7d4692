import {
  Button,
  ComboBox as AriaComboBox,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  Text,
} from "react-aria-components";
import { Icon } from "./Icon.tsx";
import "./menu.css";
import "./text-field.css";
import "./combo-box.css";

interface ComboBoxOption {
  readonly id: string;
  readonly label: string;
  /** Small print under the label, which is found by typing, too. */
  readonly hint: string;
}

interface ComboBoxProps {
  readonly label: string;
  readonly description: string;
  readonly options: readonly ComboBoxOption[];
  /** Id of the chosen one; `null` where none is. */
  readonly value: string | null;
  readonly onChange: (id: string | null) => void;
  readonly placeholder: string;
  /** What is said where nothing matches what was typed. */
  readonly noMatch: string;
  /** Label of the button that opens the list. */
  readonly openLabel: string;
}

/** One of many, found by typing a part of its label or hint. Emptied, none is chosen. */
export function ComboBox(props: ComboBoxProps) {
  const { label, description, options, value, onChange, placeholder, noMatch, openLabel } = props;
  return (
    <AriaComboBox
      className="text-field"
      defaultItems={options}
      value={value}
      onChange={(id) => onChange(id === null ? null : String(id))}
      allowsEmptyCollection
      menuTrigger="focus"
    >
      <Label className="field-label">{label}</Label>
      <div className="text-field-control">
        <Input className="text-field-input combo-box-input" placeholder={placeholder} />
        <Button className="combo-box-button" aria-label={openLabel}>
          <Icon name="chevronDown" />
        </Button>
      </div>
      <Text slot="description" className="field-description">
        {description}
      </Text>
      <Popover
        className="menu-popover combo-box-popover"
        offset={4}
        // It stands outside of every other part of the page: a landmark of its own, then.
        render={(popover) => <div {...popover} role="region" aria-label={label} />}
      >
        <ListBox className="menu" renderEmptyState={() => <p className="menu-note">{noMatch}</p>}>
          {({ id, label, hint }: ComboBoxOption) => (
            <ListBoxItem id={id} textValue={`${label} (${hint})`} className="menu-item">
              <span className="menu-item-text">
                {label} <span className="menu-item-description">{hint}</span>
              </span>
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </AriaComboBox>
  );
}
