import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Outlet, useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { sessionQuery } from "../../api/session.ts";
import { OWNER_ROLE, ownerCountQuery, userListQuery } from "../../api/users.ts";
import { paths } from "../../paths.ts";
import { Message } from "../../ui/Message.tsx";
import { KeyList } from "../api-keys/list/KeyList.tsx";
import { RoleFilter } from "../api-keys/list/RoleFilter.tsx";
import { useListState } from "../api-keys/list/use-list-state.ts";
import { useAccess, usePermissionReason } from "../shared/access-context.ts";
import { EDIT_USERS } from "./permissions.ts";
import { InviteButton } from "./InviteButton.tsx";
import { useUserConfirmations } from "./use-user-confirmations.tsx";
import { UserRow } from "./UserRow.tsx";
import { userActions } from "./user-actions.ts";

const route = getRouteApi("/signed-in/accounts/$account/users/people");

/** The people who belong to the account. */
export function PeoplePage() {
  const { t } = useTranslation();
  const { account } = useAccess();
  const search = route.useSearch();
  const state = useListState(search, "name");
  const list = useQuery({ ...userListQuery(account.name, state.query), refetchOnMount: "always" });
  const owners = useQuery(ownerCountQuery(account.name));
  const { data: session } = useQuery({ ...sessionQuery, enabled: false });
  const navigate = useNavigate();
  const disabledReason = usePermissionReason()(EDIT_USERS);
  const confirmations = useUserConfirmations();

  return (
    <>
      <p className="tab-about">{t("users.about", { account: account.displayName })}</p>
      <KeyList
        label={t("users.people")}
        searchLabel={t("users.search")}
        columns={[
          { id: "person", label: t("users.columnPerson"), width: "auto", sortBy: "name" },
          { id: "roles", label: t("users.columnRoles"), width: "27%" },
          { id: "added", label: t("users.columnAdded"), width: "124px", sortBy: "addedAt" },
          { id: "signIn", label: t("users.columnSignIn"), width: "136px" },
          { id: "twoFactor", label: t("users.columnTwoFactor"), width: "116px" },
          { id: "actions", label: t("list.actions"), width: "56px" },
        ]}
        extraSorts={[{ sortBy: "email", label: t("signIn.email") }]}
        filters={<RoleFilter value={search.role} onChange={(role) => state.change({ role })} />}
        words={{
          errorTitle: t("users.errorTitle"),
          noMatchTitle: t("users.noMatchTitle"),
          noMatchText: t("users.noMatchText"),
        }}
        list={list}
        state={state}
        action={<InviteButton />}
        empty={
          <Message
            icon="person"
            title={t("users.emptyTitle", { account: account.displayName })}
            actions={<InviteButton />}
          >
            <p>{t("users.emptyText")}</p>
          </Message>
        }
        renderRow={(user) => (
          <UserRow
            key={user.id}
            user={user}
            isSelf={user.id === session?.user?.id}
            actions={userActions(t, {
              disabledReason,
              isSelf: user.id === session?.user?.id,
              isLastOwner: owners.data === 1 && user.roles.some(({ id }) => id === OWNER_ROLE),
              edit: () => void navigate({ href: paths.editUser(account.name, user.id, search), state: true }),
              resetPassword: () =>
                void navigate({ href: paths.resetPassword(account.name, user.id, search), state: true }),
              endSessions: () => confirmations.endSessions(user),
              remove: () => confirmations.remove(user),
            })}
          />
        )}
      />
      <Outlet />
    </>
  );
}
