import { useLocation } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { isWithin } from "../account-pages.ts";
import { PLATFORM_PAGES } from "../platform-pages.ts";
import { PageNav } from "./PageNav.tsx";

/** The way between the pages of *Platform*. */
export function PlatformNav() {
  const { t } = useTranslation();
  const pathname = useLocation({ select: (location) => location.pathname });
  return (
    <PageNav
      label={t("shell.platform")}
      pages={PLATFORM_PAGES.map(({ labelKey, ...page }) => ({
        ...page,
        label: t(labelKey),
        isCurrent: isWithin(pathname, page.href),
        closedReason: undefined,
      }))}
    />
  );
}
