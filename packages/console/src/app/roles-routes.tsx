import { createRoute, useNavigate } from "@tanstack/react-router";
import { EditRolePanel } from "../pages/roles/EditRolePanel.tsx";
import { NewRolePanel } from "../pages/roles/NewRolePanel.tsx";
import { RolePanel } from "../pages/roles/RolePanel.tsx";
import { parseRolesSearch } from "../pages/roles/roles-search.ts";
import { RolesPage } from "../pages/roles/RolesPage.tsx";
import { paths } from "../paths.ts";
import { accountRoute } from "./account-route.tsx";

const rolesRoute = createRoute({
  getParentRoute: () => accountRoute,
  path: "/roles",
  staticData: { titleKey: "rolesPage.title" },
  validateSearch: parseRolesSearch,
  component: RolesPage,
});

const newRoleRoute = createRoute({
  getParentRoute: () => rolesRoute,
  path: "/new",
  staticData: { titleKey: "roleForm.newTitle" },
  component: function NewRole() {
    return <NewRolePanel onClose={useCloseRole()} />;
  },
});

const copyRoleRoute = createRoute({
  getParentRoute: () => rolesRoute,
  path: "/$role/copy",
  staticData: { titleKey: "roleForm.newTitle" },
  component: function CopyRole() {
    return <NewRolePanel copyOf={copyRoleRoute.useParams().role} onClose={useCloseRole()} />;
  },
});

const viewRoleRoute = createRoute({
  getParentRoute: () => rolesRoute,
  path: "/$role/view",
  staticData: { titleKey: "rolesPage.role" },
  component: function ViewRole() {
    const { account, role } = viewRoleRoute.useParams();
    const search = rolesRoute.useSearch();
    const navigate = useNavigate();
    return (
      <RolePanel
        roleId={role}
        onClose={useCloseRole()}
        onEdit={() => void navigate({ href: paths.editRole(account, role, search), replace: true })}
        onCopy={() => void navigate({ href: paths.copyRole(account, role, search), replace: true })}
      />
    );
  },
});

const editRoleRoute = createRoute({
  getParentRoute: () => rolesRoute,
  path: "/$role/edit",
  staticData: { titleKey: "roleForm.editTitle" },
  component: function EditRole() {
    return <EditRolePanel roleId={editRoleRoute.useParams().role} onClose={useCloseRole()} />;
  },
});

/** Back to the list of roles, as it was. */
function useCloseRole(): () => void {
  const navigate = useNavigate();
  const { account } = accountRoute.useParams();
  return () => void navigate({ to: rolesRoute.to, params: { account }, search: true });
}

/** The pages of *Roles*. */
export const rolesRoutes = rolesRoute.addChildren([newRoleRoute, copyRoleRoute, viewRoleRoute, editRoleRoute]);
