import { getRouteApi, Outlet } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { paths } from "../../paths.ts";
import { AuditLog } from "../audit/AuditLog.tsx";

const route = getRouteApi("/signed-in/platform/log");

/** Platform > Platform log: what operators did that concerns no single account. */
export function PlatformLogPage() {
  const { t } = useTranslation();
  const search = route.useSearch();
  return (
    <>
      <AuditLog
        owner={null}
        title={t("platformLog.title")}
        about={t("platformLog.about")}
        search={search}
        verifyHref={paths.verifyPlatformLog(search)}
        // Roles belong to accounts: none stand in it.
        roleNames={String}
      />
      <Outlet />
    </>
  );
}
