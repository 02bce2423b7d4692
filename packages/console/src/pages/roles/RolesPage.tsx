import { getRouteApi, Outlet, useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useCatalog } from "../shared/use-catalog.ts";
import type { Role } from "../../api/roles.ts";
import { paths } from "../../paths.ts";
import { Banner } from "../../ui/Banner.tsx";
import { Button } from "../../ui/Button.tsx";
import { ForbiddenPage } from "../errors/ForbiddenPage.tsx";
import { useAccess, usePermissionReason } from "../shared/access-context.ts";
import { useConfirm } from "../shared/ConfirmProvider.tsx";
import { useRoles } from "../shared/use-roles.ts";
import { DeleteRoleText } from "./DeleteRoleText.tsx";
import { EDIT_ROLES, VIEW_ROLES } from "./permissions.ts";
import { totalUses } from "./role-difference.ts";
import { RoleList } from "./RoleList.tsx";
import { useDeleteRole } from "./use-save-role.ts";
import "../api-keys/api-keys-page.css";

const route = getRouteApi("/signed-in/accounts/$account/roles");

/** Account settings > Roles, for whoever may see them. */
export function RolesPage() {
  const { t } = useTranslation();
  const { account, resources } = useAccess();
  const search = route.useSearch();
  const navigate = useNavigate();
  const editReason = usePermissionReason()(EDIT_ROLES);
  const roles = useRoles(account.name, { refetchOnMount: "always" });
  const catalog = useCatalog();
  const remove = useRemove();

  if (!resources.includes(VIEW_ROLES)) return <ForbiddenPage resource={VIEW_ROLES} />;
  const open = (href: string) => void navigate({ href });
  return (
    <>
      <h1 className="page-title">{t("rolesPage.title")}</h1>
      <div className="roles-page">
        {editReason !== undefined && (
          <Banner tone="info" title={t("apiKeys.viewOnly")}>
            <p>{editReason}</p>
          </Banner>
        )}
        <p className="tab-about">{t("rolesPage.about", { account: account.displayName })}</p>
        <RoleList
          roles={roles}
          catalog={catalog}
          search={search}
          onSearch={(next, isTyped) => void navigate({ to: ".", search: next, replace: isTyped })}
          createButton={
            <Button
              variant="primary"
              icon="plus"
              disabledReason={editReason}
              onPress={() => open(paths.newRole(account.name, search))}
            >
              {t("rolesPage.create")}
            </Button>
          }
          hrefOf={(role) => paths.role(account.name, role.id, search)}
          choicesOf={(role) => ({
            disabledReason: editReason,
            view: () => open(paths.role(account.name, role.id, search)),
            edit: () => open(paths.editRole(account.name, role.id, search)),
            copy: () => open(paths.copyRole(account.name, role.id, search)),
            remove: () => remove(role),
          })}
        />
      </div>
      <Outlet />
    </>
  );
}

/** Asks before a role is deleted; where something has it, says what, and that it has to be taken away first. */
function useRemove(): (role: Role) => void {
  const { t } = useTranslation();
  const { account } = useAccess();
  const confirm = useConfirm();
  const deleteRole = useDeleteRole(account.name);
  return (role) => {
    const isInUse = totalUses(role.uses) > 0;
    confirm({
      title: isInUse ? t("deleteRole.inUseTitle", { name: role.name }) : t("deleteRole.title", { name: role.name }),
      body: <DeleteRoleText account={account.name} role={role} />,
      confirmLabel: t("deleteRole.confirm"),
      disabledReason: isInUse ? t("deleteRole.inUseReason") : undefined,
      onConfirm: () => deleteRole(role),
    });
  };
}
