import { MenuItem, Text } from "react-aria-components";
import { Icon, type IconName } from "../../ui/Icon.tsx";

interface PageItemProps {
  readonly id: string;
  readonly href: string;
  readonly label: string;
  readonly icon: IconName;
  readonly isCurrent: boolean;
  /** Why the page stays closed to the user; it is a link all the same: the page says whom to ask. */
  readonly closedReason: string | undefined;
}

/** A page of an area of the console, such as *Account settings*, in a menu. */
export function PageItem({ id, href, label, icon, isCurrent, closedReason }: PageItemProps) {
  return (
    <MenuItem
      id={id}
      textValue={label}
      href={href}
      className="menu-item"
      {...(isCurrent && { "aria-current": "page" as const })}
    >
      <Icon name={icon} />
      <span className="menu-item-text">
        <Text slot="label">{label}</Text>
        {closedReason !== undefined && (
          <Text slot="description" className="menu-item-description">
            {closedReason}
          </Text>
        )}
      </span>
      {isCurrent && <Icon name="check" data-part="current" />}
    </MenuItem>
  );
}
