import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { InvitationWithLink } from "../../api/invitations.ts";
import { Button } from "../../ui/Button.tsx";
import type { PanelOutcome } from "../shared/FormPanel.tsx";
import { OneTimeLink } from "../shared/OneTimeLink.tsx";
import { describeTime } from "../shared/Time.tsx";
import { useOnceGuard } from "../shared/use-once-guard.tsx";
import "../shared/panel-form.css";

/**
 * A new link to an invitation, the one time that it is shown. Where no mail takes it to the person it isn't left by accident
 * before it is copied. As with `useNewKey` it is content for the panel that did it.
 *
 * @param invited undefined until there is a link
 */
export function useInvitationLink(
  invited: InvitationWithLink | undefined,
  onClose: () => void,
): PanelOutcome | undefined {
  const { t, i18n } = useTranslation();
  const [isCopied, setCopied] = useState(false);
  const isMailed = invited !== undefined && invited.mail !== "none";
  const isSafe = isCopied || isMailed;
  useOnceGuard({
    isSafe: isSafe || invited === undefined,
    title: t("tokenLink.leaveTitle"),
    text: t("invitationLink.leaveText", { email: invited?.email ?? "" }),
    confirmLabel: t("tokenLink.leaveConfirm"),
    cancelLabel: t("tokenLink.leaveCancel"),
  });
  if (invited === undefined) return undefined;

  return {
    title: t("invitationLink.title"),
    subtitle: <bdi>{invited.email}</bdi>,
    isDismissable: isSafe,
    footer: (
      <Button variant={isSafe ? "primary" : "secondary"} onPress={onClose}>
        {t("common.close")}
      </Button>
    ),
    body: (
      <div className="panel-form">
        <OneTimeLink
          url={invited.link.url}
          label={t("invitationLink.label")}
          onceText={
            isMailed
              ? t("invitationLink.mailed", { email: invited.email })
              : t("invitationLink.handOver", { email: invited.email })
          }
          notes={[
            t("invitationLink.valid", { until: describeTime(invited.link.expiresAt, i18n.language) }),
            t("invitationLink.whom"),
          ]}
          onCopied={() => setCopied(true)}
        />
      </div>
    ),
  };
}
