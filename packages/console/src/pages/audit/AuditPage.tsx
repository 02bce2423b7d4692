import { getRouteApi, Outlet } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { paths } from "../../paths.ts";
import { ForbiddenPage } from "../errors/ForbiddenPage.tsx";
import { useAccess } from "../shared/access-context.ts";
import { AuditLog } from "./AuditLog.tsx";
import { VIEW_AUDIT } from "./permissions.ts";
import { useRoleNames } from "../shared/use-role-names.ts";

const route = getRouteApi("/signed-in/accounts/$account/audit");

/** Account settings > Audit log, for whoever may see it. */
export function AuditPage() {
  const { resources } = useAccess();
  return resources.includes(VIEW_AUDIT) ? <AccountLog /> : <ForbiddenPage resource={VIEW_AUDIT} />;
}

function AccountLog() {
  const { t } = useTranslation();
  const { account } = useAccess();
  const search = route.useSearch();
  const roleNames = useRoleNames();
  return (
    <>
      <AuditLog
        owner={account.name}
        title={t("audit.page")}
        about={t("audit.about", { account: account.displayName })}
        search={search}
        verifyHref={paths.verifyAudit(account.name, search)}
        roleNames={roleNames}
      />
      <Outlet />
    </>
  );
}
