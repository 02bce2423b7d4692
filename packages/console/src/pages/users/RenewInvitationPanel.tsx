import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { invitationQuery, invitationsKey, renewInvitation } from "../../api/invitations.ts";
import { useAccess, usePermissionReason } from "../shared/access-context.ts";
import { FormPanel } from "../shared/FormPanel.tsx";
import { ProblemBanner } from "../shared/Problem.tsx";
import { Rich } from "../shared/Rich.tsx";
import { EDIT_USERS } from "./permissions.ts";
import { useGivenLink } from "../shared/use-given-link.tsx";
import "../shared/panel-form.css";

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
  const { data: invitation, error } = useQuery(invitationQuery(account.name, invitationId));
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
      isPending={renew.isPending || (invitation === undefined && error === null)}
      disabledReason={editReason ?? (error ? t("errors.unknownInvitation") : undefined)}
      outcome={done}
      onClose={onClose}
    >
      {error ? (
        <ProblemBanner error={error} />
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
