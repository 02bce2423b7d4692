import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { invitationListQuery, invitationsKey, renewInvitation } from "../../api/invitations.ts";
import { Message } from "../../ui/Message.tsx";
import { useListState } from "../api-keys/list/use-list-state.ts";
import { useAccess, usePermissionReason } from "../shared/access-context.ts";
import { FormPanel } from "../shared/FormPanel.tsx";
import { ProblemBanner } from "../shared/Problem.tsx";
import { Rich } from "../shared/Rich.tsx";
import { EDIT_USERS } from "./permissions.ts";
import { useGivenLink } from "../shared/use-given-link.tsx";
import "../shared/panel-form.css";

const route = getRouteApi("/signed-in/accounts/$account/users/invitations");

interface RenewInvitationPanelProps {
  readonly invitationId: string;
  readonly onClose: () => void;
}

/** Says what a new link means, makes it, and then shows it. */
export function RenewInvitationPanel({ invitationId, onClose }: RenewInvitationPanelProps) {
  const { t } = useTranslation();
  const { account } = useAccess();
  const queries = useQueryClient();
  const editReason = usePermissionReason()(EDIT_USERS);
  // What the list behind the panel shows: an invitation isn't answered alone.
  const list = useQuery(invitationListQuery(account.name, useListState(route.useSearch(), "email").query));
  const invitation = list.data?.items.find(({ id }) => id === invitationId);
  const renew = useMutation({
    mutationFn: () => renewInvitation(account.name, invitationId),
    // The answer holds the link: forget it with this panel.
    gcTime: 0,
    onSuccess: () => void queries.invalidateQueries({ queryKey: invitationsKey(account.name) }),
  });
  const done = useGivenLink("invitation", renew.data, onClose);

  return (
    <FormPanel
      title={t("renewInvitation.title")}
      subtitle={invitation && <bdi>{invitation.email}</bdi>}
      submitLabel={t("renewInvitation.submit")}
      submit={() => renew.mutate()}
      isPending={renew.isPending}
      disabledReason={editReason ?? (invitation === undefined ? t("errors.unknownInvitation") : undefined)}
      outcome={done}
      onClose={onClose}
    >
      {list.data !== undefined && invitation === undefined ? (
        <Message icon="compass" title={t("errors.unknownInvitation")} announce="alert" />
      ) : (
        <div className="panel-form">
          {invitation && (
            <p>
              <Rich i18nKey="renewInvitation.text" values={{ email: invitation.email }} />
            </p>
          )}
          <p>{t("renewInvitation.vouch")}</p>
          {renew.error && <ProblemBanner error={renew.error} />}
        </div>
      )}
    </FormPanel>
  );
}
