import { useQuery } from "@tanstack/react-query";
import { useLocation } from "@tanstack/react-router";
import { Header, MenuSection } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { accessQuery } from "../../api/access.ts";
import { useResourceName } from "../../pages/shared/access-context.ts";
import { ACCOUNT_PAGES, isWithin } from "../account-pages.ts";
import { PageItem } from "./PageItem.tsx";

/** The pages of *Account settings* in the avatar's menu. */
export function AccountSettingsSection({ account }: { readonly account: string }) {
  const { t } = useTranslation();
  const { data: access } = useQuery(accessQuery(account));
  const nameOf = useResourceName();
  const pathname = useLocation({ select: (location) => location.pathname });

  function describeClosed(resource: string): string | undefined {
    if (access === undefined || access.resources.includes(resource)) return undefined;
    return t("errors.needsPermission", { name: nameOf(resource), resource });
  }

  return (
    <MenuSection className="menu-section">
      <Header className="menu-heading">{t("shell.accountSettings")}</Header>
      {ACCOUNT_PAGES.map(({ id, labelKey, icon, href, permission }) => (
        <PageItem
          key={id}
          id={id}
          href={href(account)}
          label={t(labelKey)}
          icon={icon}
          isCurrent={isWithin(pathname, href(account))}
          closedReason={describeClosed(permission)}
        />
      ))}
    </MenuSection>
  );
}
