import { Outlet } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Banner } from "../../ui/Banner.tsx";
import { ForbiddenPage } from "../errors/ForbiddenPage.tsx";
import { useAccess, usePermissionReason } from "../shared/access-context.ts";
import { EDIT_USERS, VIEW_USERS } from "./permissions.ts";
import "../api-keys/api-keys-page.css";

/** Account settings > Users, for whoever may see them. */
export function UsersPage() {
  const { t } = useTranslation();
  const { resources } = useAccess();
  const editReason = usePermissionReason()(EDIT_USERS);

  if (!resources.includes(VIEW_USERS)) return <ForbiddenPage resource={VIEW_USERS} />;
  return (
    <>
      <h1 className="page-title">{t("users.page")}</h1>
      <div className="api-keys-tab">
        {editReason !== undefined && (
          <Banner tone="info" title={t("apiKeys.viewOnly")}>
            <p>{editReason}</p>
          </Banner>
        )}
        <Outlet />
      </div>
    </>
  );
}
