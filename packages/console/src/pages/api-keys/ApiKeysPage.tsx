import { Outlet, useLocation } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { paths } from "../../paths.ts";
import { Banner } from "../../ui/Banner.tsx";
import { LinkTabs } from "../../ui/LinkTabs.tsx";
import { ForbiddenPage } from "../errors/ForbiddenPage.tsx";
import { useAccess, usePermissionReason } from "../shared/access-context.ts";
import { EDIT_KEYS, VIEW_KEYS } from "./permissions.ts";
import "./api-keys-page.css";

/** Account settings > API keys: its two tabs, for whoever may see them. */
export function ApiKeysPage() {
  const { t } = useTranslation();
  const { account, resources } = useAccess();
  const editReason = usePermissionReason()(EDIT_KEYS);
  const isExternal = useLocation({ select: ({ pathname }) => pathname.split("/")[4] === "external" });

  if (!resources.includes(VIEW_KEYS)) return <ForbiddenPage resource={VIEW_KEYS} />;
  return (
    <>
      <h1 className="page-title">{t("apiKeys.page")}</h1>
      <LinkTabs
        label={t("apiKeys.tabs")}
        tabs={[
          { id: "generated", label: t("apiKeys.generated"), href: paths.keys(account.name, "generated") },
          { id: "external", label: t("apiKeys.external"), href: paths.keys(account.name, "external") },
        ]}
        selectedId={isExternal ? "external" : "generated"}
      >
        <div className="api-keys-tab">
          {editReason !== undefined && (
            <Banner tone="info" title={t("apiKeys.viewOnly")}>
              <p>{editReason}</p>
            </Banner>
          )}
          <Outlet />
        </div>
      </LinkTabs>
    </>
  );
}
