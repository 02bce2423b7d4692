import { Button, Menu, MenuItem, MenuTrigger, Popover } from "react-aria-components";
import { Icon } from "./Icon.tsx";
import "./button.css";
import "./menu.css";

interface DownloadMenuProps {
  readonly label: string;
  readonly files: readonly {
    readonly id: string;
    readonly label: string;
    readonly description: string;
    /** Where the browser gets the file, and by which name it keeps it, is the server's to say. */
    readonly href: string;
  }[];
}

/** A button that offers files to download. */
export function DownloadMenu({ label, files }: DownloadMenuProps) {
  return (
    <MenuTrigger>
      <Button className="button" data-variant="secondary" data-size="medium">
        <span className="button-content">
          <Icon name="download" />
          {label}
        </span>
      </Button>
      <Popover className="menu-popover" placement="bottom end" offset={4}>
        <Menu className="menu" aria-label={label}>
          {files.map(({ id, label, description, href }) => (
            <MenuItem key={id} id={id} textValue={label} className="menu-item" href={href} download="">
              <span className="menu-item-text">
                {label}
                <span className="menu-item-description">{description}</span>
              </span>
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
