import { Outlet, useLocation } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { paths } from "../../paths.ts";
import { Banner } from "../../ui/Banner.tsx";
import { LinkTabs } from "../../ui/LinkTabs.tsx";
import { ForbiddenPage } from "../errors/ForbiddenPage.tsx";
import { useAccess, usePermissionReason } from "../shared/access-context.ts";
import { ExplainButton } from "./explain/ExplainButton.tsx";
import { ExportMenu } from "./ExportMenu.tsx";
import { EDIT_KEY_SETTINGS, EDIT_KEYS, VIEW_KEYS } from "./permissions.ts";
import "./api-keys-page.css";

/** The page's tabs, by the part of the address that each has, and what may be changed on it. */
const TABS = { generated: EDIT_KEYS, external: EDIT_KEYS, settings: EDIT_KEY_SETTINGS } as const;

/** Account settings > API keys: its tabs, for whoever may see them. */
export function ApiKeysPage() {
  const { t } = useTranslation();
  const { account, resources } = useAccess();
  const reasonOf = usePermissionReason();
  const part = useLocation({ select: ({ pathname }) => pathname.split("/")[4] });
  const tab = part === "external" || part === "settings" ? part : "generated";
  const editReason = reasonOf(TABS[tab]);

  if (!resources.includes(VIEW_KEYS)) return <ForbiddenPage resource={VIEW_KEYS} />;
  return (
    <>
      <div className="api-keys-head">
        <h1 className="page-title">{t("apiKeys.page")}</h1>
        <span className="api-keys-head-actions">
          <ExplainButton tab={tab === "settings" ? "generated" : tab} />
          <ExportMenu />
        </span>
      </div>
      <LinkTabs
        label={t("apiKeys.tabs")}
        tabs={[
          { id: "generated", label: t("apiKeys.generated"), href: paths.keys(account.name, "generated") },
          { id: "external", label: t("apiKeys.external"), href: paths.keys(account.name, "external") },
          { id: "settings", label: t("apiKeys.settings"), href: paths.keySettings(account.name) },
        ]}
        selectedId={tab}
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
