import { Button, Link, Menu, MenuTrigger, Popover } from "react-aria-components";
import { Icon, type IconName } from "../../ui/Icon.tsx";
import { PageItem } from "./PageItem.tsx";
import "../../ui/menu.css";
import "./page-nav.css";

interface NavPage {
  readonly id: string;
  readonly href: string;
  readonly label: string;
  readonly icon: IconName;
  readonly isCurrent: boolean;
  /** Why the page stays closed to the user. */
  readonly closedReason: string | undefined;
}

interface PageNavProps {
  /** What the pages have in common. */
  readonly label: string;
  readonly pages: readonly NavPage[];
}

/** The way between the pages of an area: a list beside the page; where there is no room, a menu above it. */
export function PageNav({ label: areaLabel, pages }: PageNavProps) {
  return (
    <nav className="page-nav" aria-label={areaLabel}>
      <p className="page-nav-heading" aria-hidden="true">
        {areaLabel}
      </p>
      <ul className="page-nav-list">
        {pages.map(({ id, href, label, icon, isCurrent, closedReason }) => (
          <li key={id}>
            <Link href={href} className="page-nav-link" {...(isCurrent && { "aria-current": "page" })}>
              <Icon name={icon} />
              <span className="page-nav-label">{label}</span>
              {closedReason !== undefined && (
                <>
                  <Icon name="lock" data-part="closed" />
                  <span className="visually-hidden">{closedReason}</span>
                </>
              )}
            </Link>
          </li>
        ))}
      </ul>
      <div className="page-nav-menu">
        <MenuTrigger>
          <Button className="page-nav-button">
            <span className="page-nav-label">{areaLabel}</span>
            <Icon name="chevronDown" />
          </Button>
          <Popover className="menu-popover" placement="bottom start" offset={4}>
            <Menu className="menu" aria-label={areaLabel}>
              {pages.map((page) => (
                <PageItem key={page.id} {...page} />
              ))}
            </Menu>
          </Popover>
        </MenuTrigger>
      </div>
    </nav>
  );
}
