import { useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, Outlet, useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { type Invitation, invitationListQuery, invitationsKey, withdrawInvitation } from "../../api/invitations.ts";
import { paths } from "../../paths.ts";
import { Message } from "../../ui/Message.tsx";
import { useToast } from "../../ui/Toast.tsx";
import { KeyList } from "../api-keys/list/KeyList.tsx";
import { useListState } from "../api-keys/list/use-list-state.ts";
import { useAccess, usePermissionReason } from "../shared/access-context.ts";
import { useConfirm } from "../shared/ConfirmProvider.tsx";
import { Rich } from "../shared/Rich.tsx";
import { InvitationRow } from "./InvitationRow.tsx";
import { InviteButton } from "./InviteButton.tsx";
import { EDIT_USERS } from "./permissions.ts";

const route = getRouteApi("/signed-in/accounts/$account/users/invitations");

/** Who is invited and hasn't come yet. */
export function InvitationsPage() {
  const { t } = useTranslation();
  const { account } = useAccess();
  const search = route.useSearch();
  const state = useListState(search, "email");
  const list = useQuery({ ...invitationListQuery(account.name, state.query), refetchOnMount: "always" });
  const navigate = useNavigate();
  const disabledReason = usePermissionReason()(EDIT_USERS);
  const withdraw = useWithdraw();

  return (
    <>
      <p className="tab-about">{t("invitations.about", { account: account.displayName })}</p>
      <KeyList
        label={t("invitations.title")}
        searchLabel={t("users.search")}
        columns={[
          { id: "person", label: t("users.columnPerson"), width: "auto", sortBy: "email" },
          { id: "roles", label: t("users.columnRoles"), width: "27%" },
          { id: "invited", label: t("invitations.columnInvited"), width: "160px", sortBy: "createdAt" },
          { id: "state", label: t("invitations.columnState"), width: "220px", sortBy: "expiresAt" },
          { id: "actions", label: t("list.actions"), width: "56px" },
        ]}
        filters={null}
        words={{
          errorTitle: t("invitations.errorTitle"),
          noMatchTitle: t("invitations.noMatchTitle"),
          noMatchText: t("invitations.noMatchText"),
        }}
        list={list}
        state={state}
        action={<InviteButton />}
        empty={
          <Message icon="person" title={t("invitations.emptyTitle")} actions={<InviteButton />}>
            <p>{t("invitations.emptyText", { account: account.displayName })}</p>
          </Message>
        }
        renderRow={(invitation) => (
          <InvitationRow
            key={invitation.id}
            invitation={invitation}
            actions={[
              {
                id: "renew",
                label: t("invitations.newLink"),
                icon: "link",
                onAction: () =>
                  void navigate({ href: paths.renewInvitation(account.name, invitation.id, search), state: true }),
                disabledReason,
              },
              {
                id: "withdraw",
                label: t("invitations.withdraw"),
                icon: "linkOff",
                tone: "danger",
                onAction: () => withdraw(invitation),
                disabledReason,
              },
            ]}
          />
        )}
      />
      <Outlet />
    </>
  );
}

function useWithdraw() {
  const { t } = useTranslation();
  const { account } = useAccess();
  const confirm = useConfirm();
  const toast = useToast();
  const queries = useQueryClient();
  return ({ id, email }: Invitation) =>
    confirm({
      title: t("invitations.withdrawTitle"),
      body: (
        <p>
          <Rich i18nKey="invitations.withdrawText" values={{ email, account: account.displayName }} />
        </p>
      ),
      confirmLabel: t("invitations.withdraw"),
      onConfirm: async () => {
        await withdrawInvitation(account.name, id);
        await queries.invalidateQueries({ queryKey: invitationsKey(account.name) });
        toast(t("invitations.withdrawn", { email }));
      },
    });
}
