import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { GivenLink } from "../../api/given-link.ts";
import { Button } from "../../ui/Button.tsx";
import type { PanelOutcome } from "./FormPanel.tsx";
import { OneTimeLink } from "./OneTimeLink.tsx";
import { describeTime } from "./Time.tsx";
import { useOnceGuard } from "./use-once-guard.tsx";
import "./panel-form.css";

/** Keys of what is said of a link, by what it is for. */
const WORDS = {
  invitation: {
    title: "invitationLink.title",
    label: "invitationLink.label",
    valid: "invitationLink.valid",
    whom: "invitationLink.whom",
    leaveText: "invitationLink.leaveText",
  },
  passwordReset: {
    title: "resetLink.title",
    label: "resetLink.label",
    valid: "resetLink.valid",
    whom: "resetLink.whom",
    leaveText: "resetLink.leaveText",
  },
  newOperator: {
    title: "operators.clearedTitle",
    label: "resetLink.label",
    valid: "resetLink.valid",
    whom: "operators.clearedWhom",
    leaveText: "resetLink.leaveText",
  },
} as const;

/**
 * A new link for a person, the one time that it is shown. Where no mail takes it to them it isn't left by accident before it is
 * copied. As with `useNewKey` it is content for the panel that did it.
 *
 * @param given undefined until there is a link
 */
export function useGivenLink(
  purpose: keyof typeof WORDS,
  given: GivenLink | undefined,
  onClose: () => void,
): PanelOutcome | undefined {
  const { t, i18n } = useTranslation();
  const words = WORDS[purpose];
  const [isCopied, setCopied] = useState(false);
  const isMailed = given !== undefined && given.mail !== "none";
  const isSafe = isCopied || isMailed;
  useOnceGuard({
    isSafe: isSafe || given === undefined,
    title: t("tokenLink.leaveTitle"),
    text: t(words.leaveText, { email: given?.email ?? "" }),
    confirmLabel: t("tokenLink.leaveConfirm"),
    cancelLabel: t("tokenLink.leaveCancel"),
  });
  if (given === undefined) return undefined;

  return {
    title: t(words.title),
    subtitle: <bdi>{given.email}</bdi>,
    isDismissable: isSafe,
    footer: (
      <Button variant={isSafe ? "primary" : "secondary"} onPress={onClose}>
        {t("common.close")}
      </Button>
    ),
    body: (
      <div className="panel-form">
        <OneTimeLink
          url={given.link.url}
          label={t(words.label)}
          onceText={
            isMailed
              ? t("invitationLink.mailed", { email: given.email })
              : t("invitationLink.handOver", { email: given.email })
          }
          notes={[t(words.valid, { until: describeTime(given.link.expiresAt, i18n.language) }), t(words.whom)]}
          onCopied={() => setCopied(true)}
        />
      </div>
    ),
  };
}
