import { useLocation } from "@tanstack/react-router";
import { Header, MenuSection } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { isWithin } from "../account-pages.ts";
import { PLATFORM_PAGES } from "../platform-pages.ts";
import { PageItem } from "./PageItem.tsx";

/** The pages of *Platform* in the avatar's menu, for operators. */
export function PlatformSection() {
  const { t } = useTranslation();
  const pathname = useLocation({ select: (location) => location.pathname });
  return (
    <MenuSection className="menu-section">
      <Header className="menu-heading">{t("shell.platform")}</Header>
      {PLATFORM_PAGES.map(({ labelKey, ...page }) => (
        <PageItem
          key={page.id}
          {...page}
          label={t(labelKey)}
          isCurrent={isWithin(pathname, page.href)}
          closedReason={undefined}
        />
      ))}
    </MenuSection>
  );
}
