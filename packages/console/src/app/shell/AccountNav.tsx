import { useLocation } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useAccess, usePermissionReason } from "../../pages/shared/access-context.ts";
import { ACCOUNT_PAGES, isWithin } from "../account-pages.ts";
import { PageNav } from "./PageNav.tsx";

/** The way between the pages of *Account settings*. */
export function AccountNav() {
  const { t } = useTranslation();
  const { account } = useAccess();
  const reasonOf = usePermissionReason();
  const pathname = useLocation({ select: (location) => location.pathname });
  return (
    <PageNav
      label={t("shell.accountSettings")}
      pages={ACCOUNT_PAGES.map(({ id, labelKey, icon, href, permission }) => ({
        id,
        label: t(labelKey),
        icon,
        href: href(account.name),
        isCurrent: isWithin(pathname, href(account.name)),
        closedReason: reasonOf(permission),
      }))}
    />
  );
}
