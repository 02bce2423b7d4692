import { Outlet, useLocation } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { paths } from "../../paths.ts";
import { Banner } from "../../ui/Banner.tsx";
import { LinkTabs } from "../../ui/LinkTabs.tsx";
import { ForbiddenPage } from "../errors/ForbiddenPage.tsx";
import { useAccess, usePermissionReason } from "../shared/access-context.ts";
import { EDIT_USERS, VIEW_USERS } from "./permissions.ts";
import "../api-keys/api-keys-page.css";

/** Account settings > Users: who belongs to the account, and who is invited; for whoever may see them. */
export function UsersPage() {
  const { t } = useTranslation();
  const { account, resources } = useAccess();
  const editReason = usePermissionReason()(EDIT_USERS);
  const part = useLocation({ select: ({ pathname }) => pathname.split("/")[4] });

  if (!resources.includes(VIEW_USERS)) return <ForbiddenPage resource={VIEW_USERS} />;
  return (
    <>
      <h1 className="page-title">{t("users.page")}</h1>
      <LinkTabs
        label={t("users.tabs")}
        tabs={[
          { id: "people", label: t("users.people"), href: paths.people(account.name) },
          { id: "invitations", label: t("invitations.title"), href: paths.invitations(account.name) },
        ]}
        selectedId={part === "invitations" ? part : "people"}
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
