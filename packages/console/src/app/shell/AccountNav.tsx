import { useLocation } from "@tanstack/react-router";
import { Button, Link, Menu, MenuTrigger, Popover } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { useAccess, usePermissionReason } from "../../pages/shared/access-context.ts";
import { Icon } from "../../ui/Icon.tsx";
import { ACCOUNT_PAGES, isWithin } from "../account-pages.ts";
import { AccountPageItem } from "./AccountPageItem.tsx";
import "../../ui/menu.css";
import "./account-nav.css";

/** The way between the pages of *Account settings*: a list beside the page; where there is no room, a menu above it. */
export function AccountNav() {
  const { t } = useTranslation();
  const { account } = useAccess();
  const reasonOf = usePermissionReason();
  const pathname = useLocation({ select: (location) => location.pathname });
  const pages = ACCOUNT_PAGES.map((page) => ({
    ...page,
    href: page.href(account.name),
    label: t(page.labelKey),
    isCurrent: isWithin(pathname, page.href(account.name)),
    closedReason: reasonOf(page.permission),
  }));

  return (
    <nav className="account-nav" aria-label={t("shell.accountSettings")}>
      <p className="account-nav-heading" aria-hidden="true">
        {t("shell.accountSettings")}
      </p>
      <ul className="account-nav-list">
        {pages.map(({ id, href, label, icon, isCurrent, closedReason }) => (
          <li key={id}>
            <Link href={href} className="account-nav-link" {...(isCurrent && { "aria-current": "page" })}>
              <Icon name={icon} />
              <span className="account-nav-label">{label}</span>
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
      <div className="account-nav-menu">
        <MenuTrigger>
          <Button className="account-nav-button">
            <span className="account-nav-label">{t("shell.accountSettings")}</span>
            <Icon name="chevronDown" />
          </Button>
          <Popover className="menu-popover" placement="bottom start" offset={4}>
            <Menu className="menu" aria-label={t("shell.accountSettings")}>
              {pages.map((page) => (
                <AccountPageItem key={page.id} {...page} />
              ))}
            </Menu>
          </Popover>
        </MenuTrigger>
      </div>
    </nav>
  );
}
