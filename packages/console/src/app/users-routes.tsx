import { createRoute, useNavigate } from "@tanstack/react-router";
import { INVITATION_SORTS } from "../api/invitations.ts";
import { USER_SORTS } from "../api/users.ts";
import { parseListSearch } from "../pages/api-keys/list/list-search.ts";
import { EditUserPanel } from "../pages/users/EditUserPanel.tsx";
import { InvitationsPage } from "../pages/users/InvitationsPage.tsx";
import { InvitePanel } from "../pages/users/InvitePanel.tsx";
import { PeoplePage } from "../pages/users/PeoplePage.tsx";
import { ResetUserPasswordPanel } from "../pages/users/ResetUserPasswordPanel.tsx";
import { RenewInvitationPanel } from "../pages/users/RenewInvitationPanel.tsx";
import { UsersPage } from "../pages/users/UsersPage.tsx";
import { paths } from "../paths.ts";
import { accountRoute } from "./account-route.tsx";
import { sendTo } from "./signed-in-route.tsx";

const usersRoute = createRoute({
  getParentRoute: () => accountRoute,
  path: "/users",
  staticData: { titleKey: "users.page" },
  component: UsersPage,
});

const usersHomeRoute = createRoute({
  getParentRoute: () => usersRoute,
  path: "/",
  beforeLoad: ({ params }) => {
    sendTo(paths.people(params.account));
  },
});

const peopleRoute = createRoute({
  getParentRoute: () => usersRoute,
  path: "/people",
  validateSearch: (raw: Record<string, unknown>) => parseListSearch(raw, USER_SORTS, ["role"]),
  component: PeoplePage,
});

const editUserRoute = createRoute({
  getParentRoute: () => peopleRoute,
  path: "/$user/edit",
  staticData: { titleKey: "editUser.title" },
  component: function EditUser() {
    return <EditUserPanel userId={editUserRoute.useParams().user} onClose={useClosePerson()} />;
  },
});

const resetPasswordRoute = createRoute({
  getParentRoute: () => peopleRoute,
  path: "/$user/reset-password",
  staticData: { titleKey: "resetPassword.title" },
  component: function ResetPassword() {
    return <ResetUserPasswordPanel userId={resetPasswordRoute.useParams().user} onClose={useClosePerson()} />;
  },
});

/** Back to the list of people, as it was. */
function useClosePerson(): () => void {
  const navigate = useNavigate();
  const { account } = accountRoute.useParams();
  return () => void navigate({ to: peopleRoute.to, params: { account }, search: true, state: true });
}

const invitationsRoute = createRoute({
  getParentRoute: () => usersRoute,
  path: "/invitations",
  staticData: { titleKey: "invitations.title" },
  validateSearch: (raw: Record<string, unknown>) => parseListSearch(raw, INVITATION_SORTS, []),
  component: InvitationsPage,
});

const inviteRoute = createRoute({
  getParentRoute: () => invitationsRoute,
  path: "/new",
  staticData: { titleKey: "invite.title" },
  component: function Invite() {
    return <InvitePanel onClose={useCloseInvitation()} />;
  },
});

const renewInvitationRoute = createRoute({
  getParentRoute: () => invitationsRoute,
  path: "/$invitation/renew",
  staticData: { titleKey: "renewInvitation.title" },
  component: function RenewInvitation() {
    const { invitation } = renewInvitationRoute.useParams();
    return <RenewInvitationPanel invitationId={invitation} onClose={useCloseInvitation()} />;
  },
});

/** Back to the list of invitations, as it was. */
function useCloseInvitation(): () => void {
  const navigate = useNavigate();
  const { account } = accountRoute.useParams();
  return () => void navigate({ to: invitationsRoute.to, params: { account }, search: true, state: true });
}

/** The pages of *Users*. */
export const usersRoutes = usersRoute.addChildren([
  usersHomeRoute,
  peopleRoute.addChildren([editUserRoute, resetPasswordRoute]),
  invitationsRoute.addChildren([inviteRoute, renewInvitationRoute]),
]);
