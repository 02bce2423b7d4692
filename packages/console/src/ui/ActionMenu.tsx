import { useEffect, useRef, useState } from "react";
import { Header, Menu, MenuItem, MenuSection, MenuTrigger, Popover } from "react-aria-components";
import { Icon, type IconName } from "./Icon.tsx";
import { IconButton } from "./IconButton.tsx";
import "./menu.css";

/** One thing that can be done with a row, as data. */
export interface Action {
  readonly id: string;
  readonly label: string;
  readonly icon: IconName;
  readonly tone?: "danger";
  readonly onAction: () => void;
  /** Why it can't be done now: shown in the menu in place of doing it. */
  readonly disabledReason?: string | undefined;
}

interface ActionMenuProps {
  /** Label of the button, with what the actions are about: "Actions for lk-acme-…". */
  readonly label: string;
  readonly hint: string;
  readonly actions: readonly Action[];
}

/** The kebab menu of a row. */
export function ActionMenu({ label, hint, actions }: ActionMenuProps) {
  const [isOpen, setOpen] = useState(false);
  const chosen = useRef<Action>(undefined);
  useEffect(() => {
    if (isOpen || chosen.current === undefined) return;
    const { onAction } = chosen.current;
    chosen.current = undefined;
    // Once the focus is back on the button: a dialog that the action opens gives it back to where it found it.
    requestAnimationFrame(() => requestAnimationFrame(onAction));
  }, [isOpen]);

  // Said once, above, where it holds for all that can't be done now.
  const [first, ...rest] = actions.flatMap((action) => action.disabledReason ?? []);
  const commonReason = rest.length > 0 && rest.every((reason) => reason === first) ? first : undefined;
  const items = actions.map((action) => (
    <ActionItem
      key={action.id}
      action={action}
      isReasonShown={commonReason === undefined}
      onChoose={() => {
        chosen.current = action;
      }}
    />
  ));
  return (
    <MenuTrigger isOpen={isOpen} onOpenChange={setOpen}>
      <IconButton icon="kebab" label={label} hint={hint} />
      <Popover className="menu-popover" placement="bottom end" offset={4}>
        <Menu className="menu" aria-label={label}>
          {commonReason === undefined ? (
            items
          ) : (
            <MenuSection>
              <Header className="menu-note">{commonReason}</Header>
              {items}
            </MenuSection>
          )}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}

interface ActionItemProps {
  readonly action: Action;
  readonly isReasonShown: boolean;
  readonly onChoose: () => void;
}

function ActionItem({ action, isReasonShown, onChoose }: ActionItemProps) {
  const isDisabled = action.disabledReason !== undefined;
  return (
    <MenuItem
      id={action.id}
      textValue={action.label}
      className="menu-item"
      data-tone={action.tone}
      shouldCloseOnSelect={!isDisabled}
      onAction={isDisabled ? () => undefined : onChoose}
      // Not isDisabled: the item would leave the arrow keys' path, and its reason with it.
      render={(item) => <div {...(item as React.ComponentProps<"div">)} aria-disabled={isDisabled || undefined} />}
    >
      <Icon name={action.icon} />
      <span className="menu-item-text">
        {action.label}
        {isDisabled && isReasonShown && <span className="menu-item-description">{action.disabledReason}</span>}
      </span>
    </MenuItem>
  );
}
